import { mainBranch } from '../core/context/address.ts';
import type { RunOrder } from '../core/coordination/orders.ts';
import { readRun } from '../core/coordination/run-log.ts';
import type { RunResult } from '../core/coordination/run-result.ts';
import { finishRun } from '../core/session/finish-run.ts';
import { stopRun } from '../core/session/stop-run.ts';
import { Fault } from '../core/shared/faults.ts';
import type { LocalDeps } from './deps.ts';
import { runMachine } from './machine.ts';

/** A run's result, and where its context stood when it was committed. */
export interface RunDocument extends RunResult {
  readonly context: {
    readonly id: string;
    readonly branch: string;
    readonly version: number;
    readonly hash: string;
  };
}

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

/** The stored result of a run. Throws `run.unknown` for one that has none. */
export async function documentOf(deps: LocalDeps, order: RunOrder): Promise<RunDocument> {
  const { commits } = await deps.log.history(mainBranch(order.tenant, order.context));
  const { result, finished } = readRun(commits, order.run);
  if (!result || !finished) throw new Fault('run.unknown', { run: order.run });
  const { version, hash } = finished;
  return { ...result, context: { id: order.context, branch: 'main', version, hash } };
}

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
