import { type Author, user } from '../message/author.ts';
import { Fault } from '../shared/faults.ts';
import type { Address } from './address.ts';
import type { ContextLog } from './context-log.ts';
import { mergeOf } from './merge.ts';
import type { MergePolicy } from './merge-policy.ts';
import type { OwnOperation } from './operation.ts';
import { type Rewritten, rewrite, type Wish } from './rewrite.ts';
import type { State } from './state.ts';

/** What may be changed of operations before they are committed over a state; it may refuse them. */
export type Amend = (operations: readonly OwnOperation[], over: State) => readonly OwnOperation[];

export interface MergeOptions {
  /** Without one, nothing is committed while anything is in conflict. */
  readonly policy?: MergePolicy | undefined;
  readonly author?: Author;
  readonly amend?: Amend;
}

/** Merges a branch into another. Throws `merge.self`, `branch.unknown` and what `amend` throws. */
export async function mergeBranch(
  log: ContextLog,
  into: Address,
  from: string,
  { policy, author = user, amend = asTheyAre }: MergeOptions = {},
): Promise<Rewritten> {
  const { context, branch } = into;
  if (from === branch) throw new Fault('merge.self', { context, branch });
  return rewrite(log, into, async (ours): Promise<Wish> => {
    const theirs = await log.history({ ...into, branch: from });
    const { operations, conflicts, merged } = mergeOf(ours, theirs, from, policy);
    if (!merged) return { kind: 'nothing' };
    if (conflicts.length > 0) return { kind: 'conflict', conflicts };
    const amended = [...amend(operations, ours.state)];
    return { kind: 'draft', draft: { author, operations: amended, merged } };
  });
}

export const asTheyAre: Amend = (operations) => operations;
