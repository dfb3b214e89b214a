import type { Commit, Position } from '../../lib/core/context/commit.ts';
import type { CommitOutcome } from '../../lib/core/context/commit-context.ts';
import type { Draft } from '../../lib/core/context/draft.ts';
import type { RunOrder } from '../../lib/core/coordination/orders.ts';
import type { Team } from '../../lib/core/coordination/team.ts';
import { Fault } from '../../lib/core/shared/faults.ts';
import type { FunctionName } from './functions.ts';
import type { Lambda } from './lambda.ts';
import type { World } from './world.ts';

/** What people have been told, and will hold us to. */
export interface Told {
  readonly session: string;
  readonly label: string;
  /** Undefined: it is in conflict, and was not written. */
  readonly landed: Position | undefined;
}

const SECOND = 1_000;
const ITEMS = ['plan', 'facts', 'names'] as const;

/** Everybody who uses the service for a while, asking again when it does not answer. */
export async function bePeople(
  world: World,
  lambda: Lambda<FunctionName>,
): Promise<readonly Told[]> {
  const { random, ids } = world;
  const told: Told[] = [];
  const sessions = Array.from({ length: 1 + random.below(2) }, (_, at) => `session-${at + 1}`);
  await Promise.all(
    sessions.flatMap((session) => [
      ...Array.from({ length: 1 + random.below(2) }, () => ask(world, lambda, session)),
      ...Array.from({ length: random.below(3) }, () =>
        write(world, lambda, session, ids.next('writer'), told),
      ),
    ]),
  );
  return told;
}

/** Asks a team, and may stop it and take it up again. */
async function ask(world: World, lambda: Lambda<FunctionName>, session: string) {
  const { random, timeline, ids } = world;
  const run = ids.next('run');
  await timeline.pause(random.below(60 * SECOND));
  const asked = { session, run, question: 'Why?', team: teamOf(world) };
  const order = await insist<RunOrder>(world, () => lambda.invoke('ask', asked));
  if (!order || !random.happens(0.3)) return;
  await timeline.pause(random.below(60 * SECOND));
  await insist(world, () => lambda.invoke('stop', order));
  if (!random.happens(0.6)) return;
  await timeline.pause(random.below(30 * SECOND));
  await insist(world, () => lambda.invoke('resume', order));
}

/** Writes notes into a session, some of them over what others write. */
async function write(
  world: World,
  lambda: Lambda<FunctionName>,
  session: string,
  author: string,
  told: Told[],
) {
  const { random, timeline, ids } = world;
  let seen = 0;
  for (let note = 0; note < 3; note += 1) {
    await timeline.pause(random.below(60 * SECOND));
    const label = ids.next('note');
    const item = random.pick(ITEMS);
    const draft: Draft = {
      id: label,
      author: { agent: author },
      operations: [{ op: 'put', item, kind: 'note', body: label }],
      ...(random.happens(0.2) && { expects: '*' }),
    };
    const base = random.happens(0.5) ? { base: seen } : {};
    const offer = () => lambda.invoke('commit', { session, draft, ...base });
    const outcome = await insist<CommitOutcome>(world, offer);
    if (!outcome) continue;
    const landed = outcome.kind === 'committed' ? outcome.commit : undefined;
    seen = landed?.version ?? (outcome as { readonly head: Position }).head.version;
    told.push({ session, label, landed: landed && positionOf(landed) });
  }
}

const positionOf = ({ version, hash }: Commit): Position => ({ version, hash });

/** Asks until it is answered, or told that it will not be. */
async function insist<T>(world: World, call: () => Promise<unknown>): Promise<T | undefined> {
  for (let times = 0; times < 6; times += 1) {
    try {
      return (await call()) as T;
    } catch (error) {
      if (error instanceof Fault && error.code !== 'session.busy' && !isPassing(error))
        return undefined;
      await world.timeline.pause(world.random.below(40 * SECOND));
    }
  }
  return undefined;
}

const isPassing = ({ code }: Fault) => code.startsWith('store.') || code === 'context.busy';

function teamOf({ random }: World): Team {
  const agents = ['ada', 'bob', 'cyd'].slice(0, 1 + random.below(3)).map((id) => ({
    id,
    backends: ['first', 'second']
      .slice(0, 1 + random.below(2))
      .map((type) => ({ type, options: {} })),
  }));
  const limits = {
    rounds: 1 + random.below(4),
    answersPerAgent: 1 + random.below(2),
    agentFailures: 1 + random.below(2),
    runSeconds: 30 + random.below(120),
    turnSeconds: 10 + random.below(60),
  };
  return { agents, limits, sharing: random.pick(['answers', 'transcript', 'none']) };
}
