import type { Agent } from '../agent/agent.ts';
import { makeDecision, type TurnOutcome } from '../agent/make-decision.ts';
import { mainBranch } from '../context/address.ts';
import type { History } from '../context/history.ts';
import { Fault, isFault } from '../shared/faults.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { lookout } from './lookout.ts';
import { newsReader } from './news-reader.ts';
import { nextTry } from './next-try.ts';
import { openRound } from './open-round.ts';
import { TurnOrder, type TurnReport } from './orders.ts';
import { type Cut, goOn, timeUntil } from './own-time.ts';
import { deadlineOf } from './plan.ts';
import { readRun } from './read-run.ts';
import { recordTurn } from './record-turn.ts';
import type { RunDeps } from './run-deps.ts';
import { agentOf, type RunLog } from './run-log.ts';
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
    const deeds = createDeeds(deps, order, run, history.commits.length);
    const stand = { run, history, agent, deeds, votesOnly: round.votesOnly };
    const stop = deps.watchStop(order);
    const outcome = await act(deps, order, stand, stop.signal).finally(stop.end);
    const deedOf = await deeds.settled();
    if (stop.signal.aborted || isAnothersTurn(outcome)) return acted;
    if (outcome.kind === 'cut') return goOn(order, outcome);
    const next = nextFor(deps, order, agent, outcome);
    if (next) return next;
    await recordTurn(deps, order, run, outcome, deedOf, history.commits.length);
    return acted;
  };

/** Another process has taken this very turn over: what comes of it is that one's to say. */
const isAnothersTurn = (outcome: Acted) =>
  outcome.kind === 'failed' && isFault(outcome.fault, 'backend.superseded');

const nextFor = (deps: RunDeps, order: TurnOrder, agent: Agent, outcome: TurnOutcome) =>
  outcome.kind === 'failed' ? nextTry(deps, order, agent, outcome) : undefined;

type Acted = TurnOutcome | Cut;

/** Where an agent is when it is to act. */
interface Stand {
  readonly run: RunLog;
  readonly history: History;
  readonly agent: Agent;
  readonly deeds: Deeds;
  readonly votesOnly: boolean;
}

async function act(
  deps: RunDeps,
  order: TurnOrder,
  { run, history, agent, deeds, votesOnly }: Stand,
  stop: AbortSignal,
): Promise<Acted> {
  const began = order.began ?? deps.clock.now().toISOString();
  const { deadline, timeout, isOver } = timeUntil(deps, endOf(run, began));
  const signal = AbortSignal.any([timeout, stop]);
  try {
    const team = run.request.team.agents.map(({ id }) => id);
    const seat = { run: order.run, agent, backend: order.backend, team, session: order };
    const backend = deps.backendFor(seat);
    const toolbox = await deps.toolboxFor(seat, signal);
    const { news, read, ...counting } = await newsReader(deps, run, order);
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
        ...(run.request.team.sharing === 'transcript' && { sharer: deeds.sharer }),
        ...lookout(deps, order, standing, { votesOnly, news, read }),
      },
      scene,
    );
    if (!timeout.aborted || outcome.kind !== 'failed') return outcome;
    return backend.goesOn && !isOver()
      ? { kind: 'cut', began, calls: outcome.calls }
      : { ...outcome, fault: new Fault('backend.timeout', { backend: backend.type }) };
  } catch (error) {
    if (error instanceof Fault) return { kind: 'failed', fault: error, calls: [] };
    throw error;
  }
}

/** When the time of a turn is up, and that of its run. */
const endOf = (run: RunLog, began: string): number =>
  Math.min(
    new Date(began).getTime() + run.request.team.limits.turnSeconds * 1000,
    deadlineOf(run).getTime(),
  );
