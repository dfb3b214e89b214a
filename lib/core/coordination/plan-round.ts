import { mainBranch } from '../context/address.ts';
import { massgen } from '../message/author.ts';
import { commitStep, put } from './commit-step.ts';
import { PlanOrder, type RunOrder, type TurnOrder } from './orders.ts';
import { plan } from './plan.ts';
import { readRun } from './read-run.ts';
import type { Decision } from './records.ts';
import type { RunDeps } from './run-deps.ts';
import { runItems } from './run-items.ts';
import type { RunLog } from './run-log.ts';

/** The next state of the machine. */
export type PlanReport =
  | (RunOrder & {
      readonly kind: 'round';
      readonly round: number;
      readonly turns: readonly TurnOrder[];
    })
  | (TurnOrder & { readonly kind: 'present' })
  | (RunOrder & { readonly kind: 'finish' });

/** Decides what is next in a run, commits that, and says it to the state machine. */
export const planRound =
  (deps: RunDeps) =>
  async (input: unknown): Promise<PlanReport> => {
    const { round: closed, ...order } = PlanOrder.parse(input);
    const { commits } = await deps.log.history(mainBranch(order.tenant, order.context));
    const run = readRun(commits, order.run);
    const next = plan(run, closed, deps.clock.now());
    if (next.kind === 'over') return { ...order, kind: 'finish' };
    if (next.kind === 'follow') return toReport(deps, order, run, next.decision);

    const outcome = await commitStep(deps, order, {
      team: run.request.team,
      cause: { run: order.run, step: 'plan', round: next.decision.round },
      author: massgen,
      operations: [put('round', runItems(order.run).round, 'event', next.decision)],
      expects: [runItems(order.run).stop, runItems(order.run).result],
      base: commits.length,
    });
    const stands = outcome.kind === 'committed' && !outcome.repeated;
    return stands ? toReport(deps, order, run, next.decision) : planRound(deps)(input);
  };

function toReport(deps: RunDeps, order: RunOrder, run: RunLog, decision: Decision): PlanReport {
  const turnOf = (agent: string, round: number): TurnOrder => ({
    ...order,
    round,
    agent,
    backend: 0,
    functionName: deps.functionFor(typeOf(run, agent)),
    spent: [],
    moves: [],
  });
  if (decision.kind === 'fail') return { ...order, kind: 'finish' };
  const { round } = decision;
  return decision.kind === 'round'
    ? { ...order, kind: 'round', round, turns: decision.agents.map((one) => turnOf(one, round)) }
    : { ...turnOf(decision.winner, round), kind: 'present' };
}

const typeOf = (run: RunLog, agent: string) =>
  run.request.team.agents.find(({ id }) => id === agent)?.backends[0]?.type ?? '';
