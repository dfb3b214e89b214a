import type { Address } from '../context/address.ts';
import type { Commit } from '../context/commit.ts';
import { type ContextCommitted, toContextCommitted } from '../context/context-committed.ts';
import type { ContextLog } from '../context/context-log.ts';
import type { Cursors } from '../context/cursor.ts';
import type { Announcer } from '../shared/bus.ts';
import { type StartDeps, startRequested } from './start-requested.ts';

export interface PublishDeps extends StartDeps {
  readonly log: ContextLog;
  /** The publisher's own. */
  readonly cursors: Cursors;
  readonly announcer: Announcer<ContextCommitted>;
}

/**
 * Announces, in order, what a branch has got since the last time, and starts the runs that are asked
 * for in it. Whatever woke it says only that there is something: it reads the log, so what was lost,
 * doubled or late is made good. Throws `bus.unavailable` and `run.notStarted`; then it is to be called again.
 */
export const publishCommits =
  (deps: PublishDeps) =>
  async (address: Address): Promise<readonly Commit[]> => {
    const cursor = await deps.cursors.at(address);
    const commits = await deps.log.after(
      address,
      Math.max(cursor.version, await begins(deps, address)),
    );
    const last = commits.at(-1);
    if (!last) return commits;
    await startRequested(deps, address, commits);
    await deps.announcer.publish(
      commits.map((commit) => toContextCommitted(address.tenant, commit)),
    );
    await cursor.advance(last.version);
    return commits;
  };

/** The version behind which a branch's own commits begin: what it grew from is announced where it was committed. */
const begins = async ({ log }: PublishDeps, address: Address): Promise<number> =>
  (await log.branches.forkOf(address))?.version ?? 0;
