import type { Address } from '../context/address.ts';
import type { Commit } from '../context/commit.ts';
import { type ConsumerDeps, consume } from '../context/consume.ts';
import { type ContextCommitted, toContextCommitted } from '../context/context-committed.ts';
import type { Announcer } from '../shared/bus.ts';
import { type StartDeps, startRequested } from './start-requested.ts';

export interface PublishDeps extends StartDeps, ConsumerDeps {
  readonly announcer: Announcer<ContextCommitted>;
}

/**
 * The consumer that announces what a branch has got, in order, and starts the runs that are asked for
 * in it. Throws `bus.unavailable` and `run.notStarted`; then it is to be called again.
 */
export const publishCommits = (
  deps: PublishDeps,
): ((address: Address) => Promise<readonly Commit[]>) =>
  consume(deps, async (address, commits) => {
    await startRequested(deps, address, commits);
    await deps.announcer.publish(
      commits.map((commit) => toContextCommitted(address.tenant, commit)),
    );
    return 'done';
  });
