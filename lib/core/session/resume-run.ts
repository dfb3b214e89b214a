import { mainBranch } from '../context/address.ts';
import { commitStep } from '../coordination/commit-step.ts';
import type { RunOrder } from '../coordination/orders.ts';
import { readRun } from '../coordination/read-run.ts';
import { runItems, turnItems } from '../coordination/run-items.ts';
import type { RunLog } from '../coordination/run-log.ts';
import { user } from '../message/author.ts';
import { Fault } from '../shared/faults.ts';
import type { SessionDeps } from './session-deps.ts';
import { currentRun, openRunOf } from './start-run.ts';

/**
 * Makes a run ready to go on: what was stopped is taken up again, unless its session has moved on.
 * Answers with what the log says of it then; with a `result`, there is nothing left to do. Throws
 * `run.rolledBack` where what it was asked no longer stands.
 */
export async function resumeRun(deps: SessionDeps, order: RunOrder): Promise<RunLog> {
  const address = mainBranch(order.tenant, order.context);
  const { commits, state } = await deps.log.history(address);
  const run = readRun(commits, order.run);
  const { turn } = run.request;
  const isDone = run.result !== undefined && run.result.status !== 'interrupted';
  const isPast = state.items.has(turnItems(turn + 1).question) || openRunOf(state) !== undefined;
  const isStopped = run.stopped !== undefined || run.result !== undefined;
  if (isDone || !isStopped || (run.result && isPast)) return run;

  const isAsked = state.items.has(turnItems(turn).question);
  if (!isAsked) throw new Fault('run.rolledBack', { run: order.run, session: order.context });

  const items = runItems(order.run);
  await deps.runs.register(order.run, order.context);
  const outcome = await commitStep(deps, order, {
    team: run.request.team,
    cause: { run: order.run, step: 'resume', round: run.attempt },
    author: user,
    operations: [
      { op: 'retire', item: items.stop },
      { op: 'retire', item: items.result },
      { op: 'retire', item: turnItems(turn).answer },
      currentRun(order.run, turn, true),
    ],
    base: commits.length,
  });
  if (outcome.kind === 'committed')
    await deps.sessions.update(order.context, () => ({ status: 'running', run: order.run }));
  return readRun((await deps.log.history(address)).commits, order.run);
}
