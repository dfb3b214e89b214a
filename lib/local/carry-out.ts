import type { RunOrder } from '../core/coordination/orders.ts';
import { finishRun } from '../core/session/finish-run.ts';
import { documentOf, type RunDocument } from '../core/session/run-document.ts';
import { stopRun } from '../core/session/stop-run.ts';
import type { LocalDeps } from './deps.ts';
import { runMachine } from './machine.ts';

/** Carries a run to its end; a signal that aborts stops it, and what was committed stays. */
export const carryOut = (
  deps: LocalDeps,
  order: RunOrder,
  signal: AbortSignal | undefined,
): Promise<RunDocument> =>
  deps.leases.during(order.run, async () => {
    const machine = new AbortController();
    const stop = async () => {
      await stopRun(deps, order, 'stopped by the person who asked');
      deps.stops.stop(order.run);
      machine.abort();
    };
    const stopped = signal && whenAborted(signal, stop);
    try {
      await runMachine(deps, order, machine.signal);
      await stopped?.settled();
    } finally {
      stopped?.forget();
      await deps.toolboxes.close(order.run);
    }
    await finishRun(deps)(order);
    return documentOf(deps, order);
  });

/** Does something once when a signal aborts, and lets others wait until that is done. */
function whenAborted(signal: AbortSignal, work: () => Promise<void>) {
  let done: Promise<void> | undefined;
  const begin = () => {
    done ??= work();
    done.catch(() => undefined);
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return {
    settled: async () => done,
    forget: () => signal.removeEventListener('abort', begin),
  };
}
