import type { Address } from '../context/address.ts';
import type { Commit } from '../context/commit.ts';
import type { ContextLog } from '../context/context-log.ts';
import { readRun } from '../coordination/read-run.ts';
import type { RunStarter } from './run-starter.ts';

export interface StartDeps {
  readonly log: ContextLog;
  readonly starter: RunStarter;
}

/** Steps after which a machine has to be at work on the run. */
const STARTING = ['request', 'resume'];

/** Starts the machine on each run that commits ask for, unless that was done or the run is over. */
export async function startRequested(
  { log, starter }: StartDeps,
  address: Address,
  commits: readonly Commit[],
): Promise<void> {
  const asked = commits.flatMap(({ cause }) =>
    cause && STARTING.includes(cause.step) ? [cause.run] : [],
  );
  if (asked.length === 0) return;
  const { tenant, context } = address;
  const history = await log.history(address);
  for (const run of new Set(asked)) {
    const { attempt, result } = readRun(history.commits, run);
    if (!result) await starter.start({ tenant, context, run, attempt });
  }
}
