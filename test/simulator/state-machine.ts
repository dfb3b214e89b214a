import type { Seeded } from '../support/seeded.ts';
import type { Timeline } from '../support/timeline.ts';

/** A state of Amazon's States Language, as much of it as our definition uses: https://states-language.net */
interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Parameters?: unknown;
  readonly OutputPath?: string;
  readonly ResultPath?: string | null;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Choices?: readonly Choice[];
  readonly Default?: string;
  readonly Result?: unknown;
  readonly ItemsPath?: string;
  readonly ItemProcessor?: Machine;
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds?: number;
}

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string;
  readonly Next: string;
}

interface Choice {
  readonly Variable: string;
  readonly StringEquals: string;
  readonly Next: string;
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface Place {
  readonly timeline: Timeline;
  readonly random: Seeded;
  readonly invoke: (functionName: string, payload: unknown) => Promise<unknown>;
  /** Throws when the execution was aborted. */
  readonly check: () => void;
}

type Members = Readonly<Record<string, unknown>>;

/** Carries out a definition as Step Functions does, on the time and chance of a simulation. */
export async function carryOut(place: Place, machine: Machine, input: unknown): Promise<unknown> {
  let data = input;
  for (let name: string | undefined = machine.StartAt; name !== undefined; ) {
    place.check();
    const state: State | undefined = machine.States[name];
    if (!state) throw new Error(`The definition has no state ${name}.`);
    const step: Step = await enter(place, state, data);
    data = step.data;
    name = step.next;
  }
  return data;
}

interface Step {
  readonly data: unknown;
  readonly next: string | undefined;
}

async function enter(place: Place, state: State, data: unknown): Promise<Step> {
  switch (state.Type) {
    case 'Pass':
      return { data: state.Result ?? data, next: state.Next };
    case 'Choice': {
      const chosen = state.Choices?.find((one) => at(one.Variable, data) === one.StringEquals);
      return { data, next: chosen?.Next ?? state.Default };
    }
    default:
      return working(place, state, data);
  }
}

/** A task or a map, again as often as it may be, and then by way of who catches it. */
async function working(place: Place, state: State, data: unknown): Promise<Step> {
  const work = state.Type === 'Map' ? mapped : task;
  const tries = new Map<Retrier, number>();
  for (;;) {
    try {
      return { data: output(state, data, await work(place, state, data)), next: state.Next };
    } catch (thrown) {
      place.check();
      const error = asError(thrown);
      const pause = pauseBefore(state, tries, error);
      if (pause === undefined) return caught(state, data, error);
      await place.timeline.pause(pause);
    }
  }
}

/** Milliseconds until it is tried again; undefined: it is not. */
function pauseBefore(
  state: State,
  tries: Map<Retrier, number>,
  { name }: Error,
): number | undefined {
  const retrier = state.Retry?.find((one) => matches(one, name));
  if (!retrier) return undefined;
  const tried = tries.get(retrier) ?? 0;
  if (tried >= retrier.MaxAttempts) return undefined;
  tries.set(retrier, tried + 1);
  const seconds = retrier.IntervalSeconds * retrier.BackoffRate ** tried;
  return 1000 * Math.min(seconds, retrier.MaxDelaySeconds ?? seconds);
}

function caught(state: State, data: unknown, error: Error): Step {
  const { name, message } = error;
  const catcher = state.Catch?.find((one) => matches(one, name));
  if (!catcher) throw error;
  const field = catcher.ResultPath.replace('$.', '');
  return {
    data: { ...(data as Members), [field]: { Error: name, Cause: message } },
    next: catcher.Next,
  };
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

const matches = ({ ErrorEquals }: { readonly ErrorEquals: readonly string[] }, name: string) =>
  ErrorEquals.includes('States.ALL') || ErrorEquals.includes(name);

async function task(place: Place, state: State, data: unknown): Promise<unknown> {
  const { FunctionName, Payload } = filledIn(state.Parameters, data) as Members;
  const late = place.timeline.pause(1000 * (state.TimeoutSeconds ?? 60)).then(() => {
    throw Object.assign(new Error('The task takes too long.'), { name: 'States.Timeout' });
  });
  return { Payload: await Promise.race([place.invoke(String(FunctionName), Payload), late]) };
}

const mapped = (place: Place, state: State, data: unknown): Promise<unknown> => {
  const items = at(state.ItemsPath ?? '$', data) as readonly unknown[];
  return Promise.all(items.map((item) => carryOut(place, state.ItemProcessor ?? NOTHING, item)));
};

const NOTHING: Machine = { StartAt: '', States: {} };

const output = (
  { ResultPath, OutputPath = '$' }: State,
  data: unknown,
  result: unknown,
): unknown => (ResultPath === null ? data : at(OutputPath, result));

/** A template, each of whose members that ends in `.$` names a place in the data. */
function filledIn(template: unknown, data: unknown): unknown {
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), at(String(value), data)]
        : [name, filledIn(value, data)],
    ),
  );
}

/** What stands at a path of plain members. */
const at = (path: string, data: unknown): unknown =>
  path
    .slice(1)
    .split('.')
    .filter((name) => name !== '')
    .reduce((value, name) => (value as Members)[name], data);
