import type fc from 'fast-check';
import { Fault } from '../../../lib/core/shared/faults.ts';
import type { Row, Table } from '../../../lib/core/shared/table.ts';
import { putBy } from '../../support/put-by.ts';

/** A table whose every step waits for its turn, so that a property can try each order of steps. */
export const scheduled = (table: Table, scheduler: fc.Scheduler): Table => {
  const turn = (label: string) => scheduler.schedule(Promise.resolve(), label);
  const put: Table['put'] = async (row, when) => {
    await turn('put');
    const outcome = await table.put(row, when);
    await turn('told');
    return outcome;
  };
  return {
    ...putBy(table, put),
    get: async (key) => {
      await turn('get');
      return table.get(key);
    },
    async *list(partition, range) {
      await turn('list');
      yield* table.list(partition, range);
    },
  };
};

export interface Counts {
  gets: number;
  puts: number;
  lists: number;
  rows: number;
}

/** A table that counts what is asked of it. */
export function counting(table: Table): Table & { readonly counts: () => Counts } {
  const none: Counts = { gets: 0, puts: 0, lists: 0, rows: 0 };
  let counts = { ...none };
  return {
    ...table,
    get: (key) => {
      counts.gets += 1;
      return table.get(key);
    },
    put: (row, when) => {
      counts.puts += 1;
      return table.put(row, when);
    },
    append: (rows) => {
      counts.puts += 1;
      return table.append(rows);
    },
    async *list(partition, range) {
      counts.lists += 1;
      for await (const row of table.list(partition, range)) {
        counts.rows += 1;
        yield row;
      }
    },
    /** Since it was asked last. */
    counts: () => {
      const since = counts;
      counts = { ...none };
      return since;
    },
  };
}

/** A table whose first puts go wrong on the way back: they were written, and their writer is not told. */
export function forgetful(
  table: Table,
  times: number,
  says: 'refused' | 'store.busy',
  concerns: (row: Row) => boolean = () => true,
): Table {
  let left = times;
  return putBy(table, async (row, when) => {
    const outcome = await table.put(row, when);
    if (left === 0 || outcome.kind === 'refused' || !concerns(row)) return outcome;
    left -= 1;
    if (says === 'store.busy') throw new Fault('store.busy', { place: 'the table' });
    return { kind: 'refused', standing: await table.get(row) };
  });
}

/** A table on which somebody else acts right before a put that concerns them. */
export function outrun(table: Table, before: (row: Row) => Promise<void>): Table {
  return putBy(table, async (row, when) => {
    await before(row);
    return table.put(row, when);
  });
}

export async function rowsIn(table: Table, partition: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of table.list(partition)) rows.push(row);
  return rows;
}
