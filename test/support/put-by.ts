import { inOrder } from '../../lib/core/shared/in-order.ts';
import type { Table } from '../../lib/core/shared/table.ts';

/** A table all of whose puts are done in another way, those of an append one after the other. */
export const putBy = <T extends Table>(table: T, put: Table['put']): T => ({
  ...table,
  put,
  append: appendBy(put),
});

export const appendBy =
  (put: Table['put']): Table['append'] =>
  (rows) =>
    inOrder(rows, async (row) => (await put(row, 'absent')).kind === 'put');
