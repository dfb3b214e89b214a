import { keysOf, requireKeys } from '../../config/keys.ts';
import { mainBranch } from '../../core/context/address.ts';
import type { RunOrder } from '../../core/coordination/orders.ts';
import { readRun } from '../../core/coordination/read-run.ts';
import { finishRun } from '../../core/session/finish-run.ts';
import type { RunStarter } from '../../core/session/run-starter.ts';
import { stopRun } from '../../core/session/stop-run.ts';
import { isFault, toFault } from '../../core/shared/faults.ts';
import type { LocalDeps } from '../deps.ts';

/**
 * Goes on with the runs whose process is gone. One whose agents' keys are not here is ended, and
 * reads as interrupted.
 */
export async function takeOver(deps: LocalDeps, starter: Pick<RunStarter, 'start'>): Promise<void> {
  for await (const { run, session } of deps.runs.open()) {
    const order = { tenant: deps.tenant, context: session, run };
    await takeOne(deps, starter, order).catch((error) =>
      deps.warn(`Run ${run} does not go on: ${toFault(error).message}`),
    );
  }
}

async function takeOne(
  deps: LocalDeps,
  starter: Pick<RunStarter, 'start'>,
  order: RunOrder,
): Promise<void> {
  if (!(await deps.leases.take(order.run))) return;
  const { commits } = await deps.log.history(mainBranch(order.tenant, order.context));
  const { request, attempt, stopped, result } = readRun(commits, order.run);
  if (stopped === undefined && !result) {
    try {
      requireKeys(request.team, keysOf(request.team, deps.lookup), deps.lookup);
      return await starter.start({ ...order, attempt });
    } catch (error) {
      if (!isFault(error, 'config.keyMissing')) throw error;
      await stopRun(deps, order, 'its process ended before it did');
    }
  }
  await finishRun(deps)(order);
}
