import { isCommitRow } from '../core/context/address.ts';
import { fromRow } from '../core/context/commit-row.ts';
import { type ContextCommitted, toContextCommitted } from '../core/context/context-committed.ts';
import type { Announcer } from '../core/shared/bus.ts';
import type { Table } from '../core/shared/table.ts';

/** A table that announces each new commit, as DynamoDB's stream does in the cloud. */
export const announcing = <T extends Table>(table: T, bus: Announcer<ContextCommitted>): T => ({
  ...table,
  put: async (row, when) => {
    const outcome = await table.put(row, when);
    if (outcome.kind === 'put' && isCommitRow(row))
      await bus.publish([toContextCommitted(tenantOf(row.partition), fromRow(row))]);
    return outcome;
  },
});

const tenantOf = (partition: string) => partition.slice(0, partition.indexOf('/'));
