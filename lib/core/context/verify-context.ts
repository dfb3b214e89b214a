import { Fault, isFault } from '../shared/faults.ts';
import type { Address } from './address.ts';
import type { Commit, Position } from './commit.ts';
import type { ContextLog } from './context-log.ts';
import { type Verdict, verifyChain } from './integrity.ts';

/** Verifies a branch as it lies in the table, past what this process remembers of it. */
export async function verifyContext(
  log: ContextLog,
  address: Address,
  anchors: readonly Position[],
): Promise<Verdict> {
  try {
    return verifyChain(address, await log.after(address, 0), anchors);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return nameUnreadable(log, address);
  }
}

const isUnreadable = (error: unknown): error is Fault =>
  error instanceof Fault &&
  ['context.unreadable', 'store.broken', 'store.newer'].includes(error.code);

/** Reads row by row up to the one that cannot be read; what stands before it may be wrong already. */
async function nameUnreadable(log: ContextLog, address: Address): Promise<Verdict> {
  const commits: Commit[] = [];
  for (;;) {
    const version = commits.length + 1;
    try {
      commits.push(await log.at(address, version));
    } catch (error) {
      if (!isUnreadable(error) && !isFault(error, 'context.unknownVersion')) throw error;
      const before = verifyChain(address, commits, []);
      const unreadable = { version, why: error.message };
      return { ok: false, checked: version, firstBad: before.firstBad ?? unreadable };
    }
  }
}
