import type { RunOrder } from '../../lib/core/coordination/orders.ts';
import type { Team } from '../../lib/core/coordination/team.ts';
import type { FunctionName } from './functions.ts';
import { insist } from './insist.ts';
import { keepShelf } from './keep-shelf.ts';
import type { Lambda } from './lambda.ts';
import type { Ledger } from './ledger.ts';
import type { World } from './world.ts';
import { write } from './write.ts';

const SECOND = 1_000;

/** Everybody who uses the service for a while, asking again when it does not answer. */
export async function bePeople(world: World, lambda: Lambda<FunctionName>): Promise<Ledger> {
  const { random } = world;
  const ledger: Ledger = { told: [], forgotten: new Set() };
  const sessions = Array.from({ length: 1 + random.below(2) }, (_, at) => `session-${at + 1}`);
  const shelf = random.happens(0.6) ? keepShelf(world, lambda, ledger) : undefined;
  await Promise.all(
    sessions.flatMap((session) => [
      ...Array.from({ length: 1 + random.below(2) }, () => ask(world, lambda, session)),
      ...Array.from({ length: random.below(3) }, () =>
        write(world, lambda, { context: session, branch: 'main' }, ledger),
      ),
    ]),
  );
  await shelf;
  return ledger;
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
