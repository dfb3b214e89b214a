import type { Address } from './address.ts';
import type { Commit } from './commit.ts';
import type { ContextLog } from './context-log.ts';
import type { Cursors } from './cursor.ts';

export interface ConsumerDeps {
  readonly log: ContextLog;
  /** The consumer's own. */
  readonly cursors: Cursors;
}

/** `later`: not now; the same commits, and what comes behind them, are to be dealt with again. */
export type Dealt = 'done' | 'later';

/**
 * A consumer of the commits of branches. Whatever woke it says only that there may be something: it
 * reads the log from its cursor on, deals with what it finds, in order, and moves the cursor behind
 * it. So events that are lost, doubled, late or out of order lead to the same end, as long as dealing
 * with a commit twice is as good as once. Commits that a branch has from its parent are not its own.
 * Answers with what was dealt with.
 */
export const consume =
  (
    { log, cursors }: ConsumerDeps,
    deal: (address: Address, commits: readonly Commit[]) => Promise<Dealt>,
  ) =>
  async (address: Address): Promise<readonly Commit[]> => {
    const cursor = await cursors.at(address);
    const fork = await log.branches.forkOf(address);
    const commits = await log.after(address, Math.max(cursor.version, fork?.version ?? 0));
    const last = commits.at(-1);
    if (!last || (await deal(address, commits)) === 'later') return [];
    await cursor.advance(last.version);
    return commits;
  };
