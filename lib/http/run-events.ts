import { mainBranch } from '../core/context/address.ts';
import type { Commit } from '../core/context/commit.ts';
import { watchContext } from '../core/context/watch-context.ts';
import type { RunOrder } from '../core/coordination/orders.ts';
import { documentSoFar, isOver } from '../core/session/run-document.ts';
import { eventsOf, type RunEvent } from '../core/session/run-event.ts';
import { Fault } from '../core/shared/faults.ts';
import { interleave } from './interleave.ts';
import type { Call, ServerEvent } from './operation.ts';

/** A commit tells several things: a version, and a place in what it tells; 0: before all of it. */
export interface EventPlace {
  readonly version: number;
  readonly place: number;
}

const idOf = ({ version, place }: EventPlace) => `${version}.${place}`;

/** Throws `request.invalid` for what is the id of no event of a run. */
export function toEventPlace(id: string): EventPlace {
  const [, version, place] = /^(\d{1,12})\.(\d{1,6})$/.exec(id) ?? [];
  if (version && place) return { version: Number(version), place: Number(place) };
  throw new Fault('request.invalid', {
    field: 'Last-Event-ID',
    problem: 'The Last-Event-ID is none of these events.',
    hint: 'Send the id of the event that came last, or none.',
  });
}

/** What happened in a run behind a place, then what happens, up to its end. What is said in passing has the id of what was committed before it. */
export async function* runEvents(
  call: Call,
  order: RunOrder,
  last: EventPlace,
): AsyncGenerator<ServerEvent<RunEvent>> {
  const { overhear = () => () => undefined, clock } = call.service;
  const { run, context: session } = order;
  let told = last;
  const events = interleave<readonly [EventPlace | undefined, RunEvent]>(
    committed(call, order, last),
    (listener) =>
      overhear(run, (agent, delta) => {
        const at = clock.now().toISOString();
        listener([undefined, { type: 'agent.delta', at, run, session, agent, delta }]);
      }),
  );
  for await (const [place, data] of events) {
    told = place ?? told;
    yield { id: idOf(told), data };
  }
}

async function* committed(call: Call, order: RunOrder, last: EventPlace) {
  const { log, onChange } = call.service;
  const from = Math.max(0, last.version - 1);
  const until = await endOf(call, order, last);
  const address = mainBranch(order.tenant, order.context);
  const { signal } = call;
  for await (const commit of watchContext(log, address, onChange, { from, until, signal })) {
    yield* behind(last, commit, order.run);
    if (await isLastOf(call, order, commit)) return;
  }
}

/** The version that there is nothing to be told behind, for this answer at least; undefined: it is not known yet. */
async function endOf(
  { service, canStream }: Call,
  order: RunOrder,
  last: EventPlace,
): Promise<number | undefined> {
  const document = await documentSoFar(service, order);
  const { version } = document.context;
  if (isOver(document)) return version;
  return canStream ? undefined : Math.max(version, last.version + 1);
}

const behind = (last: EventPlace, commit: Commit, run: string) =>
  eventsOf(commit, run)
    .map((event, at) => [{ version: commit.version, place: at + 1 }, event] as const)
    .filter(([{ version, place }]) => version > last.version || place > last.place);

const isLastOf = async ({ service }: Call, order: RunOrder, { cause }: Commit): Promise<boolean> =>
  cause?.run === order.run &&
  cause.step === 'finish' &&
  isOver(await documentSoFar(service, order));
