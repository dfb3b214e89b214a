import { branchAt } from '../core/context/address.ts';
import { fromRow } from '../core/context/commit-row.ts';
import { type ContextCommitted, toContextCommitted } from '../core/context/context-committed.ts';
import type { Announcer } from '../core/shared/bus.ts';
import type { Table } from '../core/shared/table.ts';

/** A table that announces each new commit, as DynamoDB's stream does in the cloud. */
export const announcing = <T extends Table>(table: T, bus: Announcer<ContextCommitted>): T => ({
  ...table,
  put: async (row, when) => {
    const outcome = await table.put(row, when);
    const branch = branchAt(row.partition);
    if (outcome.kind === 'put' && branch)
      await bus.publish([toContextCommitted(branch.tenant, fromRow(row))]);
    return outcome;
  },
});
