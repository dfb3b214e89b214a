import type { Agent } from '../agent/agent.ts';
import { makeDecision, type TurnOutcome } from '../agent/make-decision.ts';
import { mainBranch } from '../context/address.ts';
import type { History } from '../context/history.ts';
import { Fault } from '../shared/faults.ts';
import { lookout } from './lookout.ts';
import { newsReader } from './news-reader.ts';
import { nextTry } from './next-try.ts';
import { openRound } from './open-round.ts';
import { TurnOrder, type TurnReport } from './orders.ts';
import { deadlineOf } from './plan.ts';
import { recordTurn } from './record-turn.ts';
import type { RunDeps } from './run-deps.ts';
import { agentOf, type RunLog, readRun } from './run-log.ts';
import { sceneFor, viewedBy } from './scene.ts';

/** One agent acts once in one round; asked again, it finds that it has acted. */
export const takeTurn =
  (deps: RunDeps) =>
  async (input: unknown): Promise<TurnReport> => {
    const order = TurnOrder.parse(input);
    const acted: TurnReport = { ...order, kind: 'acted' };
    const history = await deps.log.history(mainBranch(order.tenant, order.context));
    const run = readRun(history.commits, order.run);
    const round = openRound(run, order);
    if (!round) return acted;

    const agent = agentOf(run, order.agent);
    const stand = { run, history, agent, votesOnly: round.votesOnly };
    const stop = deps.watchStop(order);
    const outcome = await act(deps, order, stand, stop.signal).finally(stop.end);
    if (stop.signal.aborted) return acted;
    const next = outcome.kind === 'failed' ? nextTry(deps, order, agent, outcome) : undefined;
    if (next) return next;
    await recordTurn(deps, order, run, outcome, history.commits.length);
    return acted;
  };

/** Where an agent is when it is to act. */
interface Stand {
  readonly run: RunLog;
  readonly history: History;
  readonly agent: Agent;
  readonly votesOnly: boolean;
}

async function act(
  deps: RunDeps,
  order: TurnOrder,
  { run, history, agent, votesOnly }: Stand,
  stop: AbortSignal,
): Promise<TurnOutcome> {
  const deadline = turnDeadline(deps, run);
  const timeout = deps.clock.timeout(Math.max(1, deadline.getTime() - deps.clock.now().getTime()));
  const signal = AbortSignal.any([timeout, stop]);
  try {
    const team = run.request.team.agents.map(({ id }) => id);
    const seat = { run: order.run, agent, backend: order.backend, team };
    const backend = deps.backendFor(seat);
    const toolbox = await deps.toolboxFor(seat, signal);
    const { news, ...counting } = await newsReader(deps, run, order);
    const standing = { run, history };
    const first = news(standing, viewedBy(run, agent.id));
    const scene = sceneFor(deps, run, history.state, order, votesOnly, toolbox, first, signal);
    const outcome = await makeDecision(
      {
        ...deps,
        ...counting,
        backend,
        deadline,
        onDelta: (delta) => deps.onDelta(order.run, agent.id, delta),
        look: lookout(deps, order, standing, { votesOnly, news }),
      },
      scene,
    );
    return timeout.aborted && outcome.kind === 'failed'
      ? { ...outcome, fault: new Fault('backend.timeout', { backend: backend.type }) }
      : outcome;
  } catch (error) {
    if (error instanceof Fault) return { kind: 'failed', fault: error, calls: [] };
    throw error;
  }
}

function turnDeadline({ clock, longestTurn }: RunDeps, run: RunLog): Date {
  const turn = Math.min(run.request.team.limits.turnSeconds * 1000, longestTurn);
  return new Date(Math.min(clock.now().getTime() + turn, deadlineOf(run).getTime()));
}
