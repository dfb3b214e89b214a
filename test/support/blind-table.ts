import type { Row, Table } from '../../lib/core/shared/table.ts';
import { putBy } from './put-by.ts';

/** Whether a row is a commit's. */
export const isCommit = ({ partition }: Row): boolean => partition.includes('/contexts/');

/** A table that puts commits without a condition, over what stands there. */
export const blind = (table: Table): Table =>
  putBy(table, async (row, when) => {
    const outcome = await table.put(row, when);
    if (outcome.kind === 'put' || !isCommit(row)) return outcome;
    await table.remove(row, { version: 1 });
    return table.put(row, when);
  });
