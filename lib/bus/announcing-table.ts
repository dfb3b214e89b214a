import { branchAt } from '../core/context/address.ts';
import { fromRow } from '../core/context/commit-row.ts';
import { type ContextCommitted, toContextCommitted } from '../core/context/context-committed.ts';
import type { Announcer } from '../core/shared/bus.ts';
import type { Row, Table } from '../core/shared/table.ts';

/** A table that announces each new commit, as DynamoDB's stream does in the cloud. */
export function announcing<T extends Table>(table: T, bus: Announcer<ContextCommitted>): T {
  const announce = async (rows: readonly Row[]) => {
    const announcements = rows.flatMap((row) => {
      const branch = branchAt(row.partition);
      return branch ? [toContextCommitted(branch.tenant, fromRow(row))] : [];
    });
    if (announcements.length > 0) await bus.publish(announcements);
  };
  return {
    ...table,
    put: async (row, when) => {
      const outcome = await table.put(row, when);
      if (outcome.kind === 'put') await announce([row]);
      return outcome;
    },
    append: async (rows) => {
      const put = await table.append(rows);
      await announce(rows.slice(0, put));
      return put;
    },
  };
}
