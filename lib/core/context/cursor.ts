import type { Key, Row, Table } from '../shared/table.ts';
import type { Address } from './address.ts';

/** How far a consumer of commits has come in each branch. */
export interface Cursors {
  readonly at: (address: Address) => Promise<Cursor>;
}

export interface Cursor {
  /** The version that the consumer has dealt with last; 0 before the first. */
  readonly version: number;
  /** Says that it has dealt with everything up to a version. It never goes back. */
  readonly advance: (version: number) => Promise<void>;
}

export function createCursors(table: Table, consumer: string): Cursors {
  const keyOf = ({ tenant, context, branch }: Address): Key => ({
    partition: `${tenant}/cursors/${consumer}`,
    sort: `${context}/${branch}`,
  });
  return {
    at: async (address) => {
      const key = keyOf(address);
      const row = await table.get(key);
      return {
        version: versionIn(row),
        advance: (version) => move(table, key, row, version),
      };
    },
  };
}

/** From the row that stands there on, which another may replace at any time. */
async function move(table: Table, key: Key, row: Row | undefined, to: number): Promise<void> {
  if (versionIn(row) >= to) return;
  const next = { ...key, version: (row?.version ?? 0) + 1, body: to };
  const outcome = await table.put(next, row ? { version: row.version } : 'absent');
  if (outcome.kind === 'refused') await move(table, key, outcome.standing, to);
}

const versionIn = (row: Row | undefined): number => (typeof row?.body === 'number' ? row.body : 0);
