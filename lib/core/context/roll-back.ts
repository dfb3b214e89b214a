import { type Author, user } from '../message/author.ts';
import { Fault } from '../shared/faults.ts';
import type { Address } from './address.ts';
import type { ContextLog } from './context-log.ts';
import { stateAt } from './history.ts';
import { type Amend, asTheyAre } from './merge-branch.ts';
import { restore } from './restore.ts';
import { type Rewritten, rewrite, type Wish } from './rewrite.ts';

export interface RollBackOptions {
  readonly author?: Author;
  readonly amend?: Amend;
}

/** Restores what a branch held at an earlier version. Throws `context.unknownVersion` and what `amend` throws. */
export const rollBack = (
  log: ContextLog,
  address: Address,
  to: number,
  { author = user, amend = asTheyAre }: RollBackOptions = {},
): Promise<Rewritten> =>
  rewrite(log, address, (history): Wish => {
    const { length: head } = history.commits;
    const { context } = address;
    if (to > head) throw new Fault('context.unknownVersion', { context, version: to, head });
    const operations = amend(restore(history.state, stateAt(history, to)), history.state);
    return operations.length === 0
      ? { kind: 'nothing' }
      : { kind: 'draft', draft: { author, operations: [...operations] } };
  });
