import { Fault, isFault } from '../shared/faults.ts';
import type { Address } from './address.ts';
import type { Commit, Position } from './commit.ts';
import type { ContextLog } from './context-log.ts';
import { type Verdict, verifyChain } from './integrity.ts';
import type { Lineage } from './lineage.ts';

/** Verifies a branch as it lies in the table, past what this process remembers of it. */
export async function verifyContext(
  log: ContextLog,
  address: Address,
  anchors: readonly Position[],
): Promise<Verdict> {
  const lineage = await log.branches.lineageOf(address);
  const fork = await log.branches.forkOf(address);
  const known = fork ? [...anchors, fork] : anchors;
  try {
    return verifyChain(address, await log.after(address, 0), known, lineage);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return nameUnreadable(log, address, lineage);
  }
}

const isUnreadable = (error: unknown): error is Fault =>
  error instanceof Fault &&
  ['context.unreadable', 'store.broken', 'store.newer'].includes(error.code);

/** Reads row by row up to the one that cannot be read; what stands before it may be wrong already. */
async function nameUnreadable(
  log: ContextLog,
  address: Address,
  lineage: Lineage,
): Promise<Verdict> {
  const commits: Commit[] = [];
  for (;;) {
    const version = commits.length + 1;
    try {
      commits.push(await log.at(address, version));
    } catch (error) {
      if (!isUnreadable(error) && !isFault(error, 'context.unknownVersion')) throw error;
      const before = verifyChain(address, commits, [], lineage);
      const unreadable = { version, why: error.message };
      return { ok: false, checked: version, firstBad: before.firstBad ?? unreadable };
    }
  }
}
