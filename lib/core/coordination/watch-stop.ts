import { mainBranch } from '../context/address.ts';
import type { RunOrder } from './orders.ts';
import { readRun } from './read-run.ts';
import type { RunDeps, StopWatch } from './run-deps.ts';

/** How often the log is read for it: one small query. */
const EVERY_MS = 3_000;

/**
 * Looks into the log for the run's being stopped or ended, wherever that was said. When the log cannot be
 * read it looks again later: whoever commits will be told.
 */
export function watchStop(
  { log, clock }: Pick<RunDeps, 'log' | 'clock'>,
  order: RunOrder,
): StopWatch {
  const stopped = new AbortController();
  const watching = new AbortController();
  const isStopped = async () => {
    const { commits } = await log.history(mainBranch(order.tenant, order.context));
    const { stopped, result } = readRun(commits, order.run);
    return stopped !== undefined || result !== undefined;
  };
  const watch = async () => {
    while (!watching.signal.aborted) {
      await clock.pause(EVERY_MS, watching.signal);
      if (await isStopped().catch(() => false)) {
        stopped.abort(new Error('the run was stopped'));
        return;
      }
    }
  };
  watch().catch(() => undefined);
  return { signal: stopped.signal, end: () => watching.abort() };
}
