import type { RunOrder } from '../../core/coordination/orders.ts';
import { finishRun } from '../../core/session/finish-run.ts';
import type { Attempt, RunStarter } from '../../core/session/run-starter.ts';
import { toFault } from '../../core/shared/faults.ts';
import { createRecent } from '../../core/shared/recent.ts';
import { executionName } from '../../runs/execution-name.ts';
import type { LocalDeps } from '../deps.ts';
import { runMachine } from '../machine.ts';

/** Executions that are remembered, so that none begins again; those that are over among them. */
const MAX_EXECUTIONS = 10_000;

/** Carries runs out in this process, as Step Functions does in the cloud. */
export interface Executions extends RunStarter {
  /** Ends them all where they are, and resolves when nothing is at work. The runs go on when they are started again. */
  readonly leave: () => Promise<void>;
}

interface Execution {
  readonly run: string;
  readonly machine: AbortController;
  readonly over: Promise<void>;
}

export function createExecutions(deps: LocalDeps): Executions {
  const executions = createRecent<Execution>(MAX_EXECUTIONS);
  let isLeaving = false;

  const carryOut = async (order: RunOrder, signal: AbortSignal) => {
    await runMachine(deps, order, signal).catch((error) => deps.warn(toFault(error).message));
    await deps.toolboxes.close(order.run);
    if (!isLeaving) await finishRun(deps)(order);
  };

  const end = ({ run, machine }: Execution) => {
    deps.stops.stop(run);
    machine.abort();
  };

  return {
    start: async ({ tenant, context, run, attempt }: Attempt) => {
      const name = executionName({ run, attempt });
      if (isLeaving || executions.get(name)) return;
      const machine = new AbortController();
      const order = { tenant, context, run };
      const over = deps.leases
        .during(run, () => carryOut(order, machine.signal))
        .catch((error) => deps.warn(toFault(error).message));
      executions.set(name, { run, machine, over });
    },
    stop: async (attempt) => {
      const execution = executions.get(executionName(attempt));
      if (execution) end(execution);
    },
    leave: async () => {
      isLeaving = true;
      for (const execution of executions.values()) end(execution);
      await Promise.all([...executions.values()].map(({ over }) => over));
    },
  };
}
