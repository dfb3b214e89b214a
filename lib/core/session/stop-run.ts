import { mainBranch } from '../context/address.ts';
import { commitStep, put } from '../coordination/commit-step.ts';
import type { RunOrder } from '../coordination/orders.ts';
import { readRun } from '../coordination/read-run.ts';
import { runItems } from '../coordination/run-items.ts';
import { user } from '../message/author.ts';
import type { SessionDeps } from './session-deps.ts';

/** Commits that a run is to stop; its turns and its plan see that. Of a run that is over: nothing. */
export async function stopRun(deps: SessionDeps, order: RunOrder, reason: string): Promise<void> {
  const { commits } = await deps.log.history(mainBranch(order.tenant, order.context));
  const run = readRun(commits, order.run);
  if (run.result || run.stopped !== undefined) return;
  const items = runItems(order.run);
  await commitStep(deps, order, {
    team: run.request.team,
    cause: { run: order.run, step: 'stop', round: run.attempt },
    author: user,
    operations: [put('stop', items.stop, 'event', { reason })],
    expects: [items.result],
    base: commits.length,
  });
}
