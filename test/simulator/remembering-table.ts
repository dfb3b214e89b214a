import type { Key, Range, Row, Table } from '../../lib/core/shared/table.ts';

interface Page {
  readonly rows: readonly Row[];
  readonly range: Range;
}

/**
 * A table that remembers the pages which were read of it, until something is written into them. Every
 * process reads the same history from its beginning, and inflating it is most of what a world takes.
 */
export function rememberingTable(table: Table): Table {
  const pages = new Map<string, Map<string, Page>>();
  let writes = 0;

  const forget = ({ partition, sort }: Key) => {
    writes += 1;
    for (const [name, page] of pages.get(partition) ?? [])
      if (reaches(page, sort)) pages.get(partition)?.delete(name);
  };

  const read = async (partition: string, range: Range): Promise<readonly Row[]> => {
    const name = `${range.after} ${range.upTo} ${range.limit}`;
    const known = pages.get(partition)?.get(name);
    if (known) return known.rows;
    const before = writes;
    const rows: Row[] = [];
    for await (const row of table.list(partition, range)) rows.push(row);
    const kept = pages.get(partition) ?? new Map<string, Page>();
    if (writes === before) pages.set(partition, kept.set(name, { rows, range }));
    return rows;
  };

  const forgetAll = (keys: readonly Key[]) => {
    for (const key of keys) forget(key);
  };

  return {
    get: table.get,
    put: async (row, when) => {
      forget(row);
      return table.put(row, when).finally(() => forget(row));
    },
    append: async (rows) => {
      forgetAll(rows);
      return table.append(rows).finally(() => forgetAll(rows));
    },
    remove: async (key, when) => {
      forget(key);
      return table.remove(key, when).finally(() => forget(key));
    },
    async *list(partition, range = {}) {
      if (range.backwards) yield* table.list(partition, range);
      else yield* await read(partition, range);
    },
  };
}

/** Whether a row of this name would be on a page: a full one ends with its last row. */
function reaches({ rows, range: { after = '', limit } }: Page, sort: string): boolean {
  const last = rows.at(-1);
  const isFull = last !== undefined && rows.length === limit;
  return sort > after && !(isFull && sort > last.sort);
}
