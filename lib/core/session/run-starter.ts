import type { PlanOrder, RunOrder } from '../coordination/orders.ts';

/** One attempt at a run: 1, and one more for each time it was resumed. */
export interface Attempt extends RunOrder {
  readonly attempt: number;
}

/** What the state machine begins with, wherever it runs. */
export const machineInput = ({ tenant, context, run }: RunOrder): PlanOrder => ({
  tenant,
  context,
  run,
  round: 0,
});

/** Carries runs out elsewhere, on the definition in `infra/coordination.asl.json`. */
export interface RunStarter {
  /**
   * Starts the machine on one attempt, and does not wait for it. The same attempt again does
   * nothing, also when it is over. Throws `run.notStarted`.
   */
  readonly start: (attempt: Attempt) => Promise<void>;
  /**
   * Ends the machine wherever it is; what was committed stays. One that is over, or that never was,
   * is stopped already. Throws `run.notStopped`.
   */
  readonly stop: (attempt: Attempt, reason: string) => Promise<void>;
}
