import type { RunOrder } from '../../lib/core/coordination/orders.ts';
import type { Team } from '../../lib/core/coordination/team.ts';
import { Subscription } from '../../lib/core/view/subscription.ts';
import { ViewSettings } from '../../lib/core/view/view-settings.ts';
import type { FunctionName } from './functions.ts';
import { insist } from './insist.ts';
import type { Lambda } from './lambda.ts';
import type { Ledger } from './ledger.ts';
import { IDEA, tend } from './tend.ts';
import type { World } from './world.ts';
import { write } from './write.ts';

const SECOND = 1_000;

/** Everybody who uses the service for a while, asking again when it does not answer. */
export async function bePeople(world: World, lambda: Lambda<FunctionName>): Promise<Ledger> {
  const { random } = world;
  const ledger: Ledger = { told: [], forgotten: new Map() };
  const sessions = Array.from({ length: 1 + random.below(2) }, (_, at) => `session-${at + 1}`);
  const shelf = random.happens(0.3) ? tend(world, lambda, 'shelf', ledger) : undefined;
  await Promise.all(
    sessions.flatMap((session) => [
      ...questionsOf(world).map((ask) => ask(lambda, session)),
      ...(random.happens(0.2) ? [tend(world, lambda, session, ledger)] : []),
      ...Array.from({ length: random.below(2) }, () =>
        write(world, lambda, { context: session, branch: 'main' }, ledger),
      ),
    ]),
  );
  await shelf;
  return ledger;
}

/** Questions to one team, each of which comes when another may not be over. */
function questionsOf(world: World) {
  const team = teamOf(world);
  return Array.from(
    { length: 1 + world.random.below(3) },
    () => (lambda: Lambda<FunctionName>, session: string) => ask(world, lambda, session, team),
  );
}

/** Asks a team, and may stop it and take it up again. */
async function ask(world: World, lambda: Lambda<FunctionName>, session: string, team: Team) {
  const { random, timeline, ids } = world;
  const run = ids.next('run');
  await timeline.pause(random.below(60 * SECOND));
  const asked = { session, run, question: 'Why?', team };
  const order = await insist<RunOrder>(world, () => lambda.invoke('ask', asked));
  if (!order || !random.happens(0.3)) return;
  await timeline.pause(random.below(60 * SECOND));
  await insist(world, () => lambda.invoke('stop', order));
  if (!random.happens(0.6)) return;
  await timeline.pause(random.below(30 * SECOND));
  await insist(world, () => lambda.invoke('resume', order));
}

function teamOf(world: World): Team {
  const { random } = world;
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
  const sharing = random.pick<Team['sharing']>(['answers', 'transcript', 'none']);
  const reacting = random.happens(0.5) ? agents.filter(() => random.happens(0.7)) : [];
  const subscriptions = reacting.map(({ id }) => subscriptionOf(world, id));
  const view = subscriptions.length > 0 ? { view: ViewSettings.parse({ subscriptions }) } : {};
  return { agents, limits, sharing, ...view };
}

/** What an agent is called for, and how far it may go. */
const subscriptionOf = ({ random }: World, agent: string): Subscription =>
  Subscription.parse({
    agent,
    kinds: random.pick([['note'], ['answer'], ['note', 'answer']]),
    branches: random.pick([undefined, ['main', IDEA]]),
    then: 'act',
    bounds: {
      depth: 1 + random.below(3),
      perMinute: 1 + random.below(3),
      usd: random.pick([0.15, 0.45, 5]),
    },
  });
