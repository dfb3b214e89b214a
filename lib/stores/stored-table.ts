import type { Blobs } from '../core/shared/blobs.ts';
import { inOrder } from '../core/shared/in-order.ts';
import type { Key, PutOutcome, Range, Row, Table, When } from '../core/shared/table.ts';
import { createBodies } from './bodies.ts';
import { type StoredRow, toRow } from './stored-row.ts';

/** What an engine says of a write. */
export type StoredOutcome =
  | { readonly kind: 'put'; readonly replaced?: StoredRow | undefined }
  | { readonly kind: 'refused'; readonly standing: StoredRow | undefined };

/** The rows of one engine, their bodies as they are stored. It promises what `Table` does. */
export interface StoredRows {
  readonly find: (key: Key) => Promise<StoredRow | undefined>;
  readonly put: (row: StoredRow, when: When) => Promise<StoredOutcome>;
  readonly append: (rows: readonly StoredRow[]) => Promise<number>;
  readonly remove: (key: Key, version: number) => Promise<StoredOutcome>;
  readonly walk: (partition: string, range: Range) => AsyncIterable<StoredRow>;
}

/**
 * A table over an engine's rows and the blobs that hold their large bodies. Throws what both throw,
 * and `context.tooLarge`, `store.newer` and `store.broken` for bodies.
 */
export function createStoredTable(rows: StoredRows, blobs: Blobs): Table {
  const bodies = createBodies(blobs);

  /** Forgets the body that no row holds any more, and shows what stands after a refusal. */
  const settle = async (
    key: Key,
    outcome: StoredOutcome,
    offered?: StoredRow,
  ): Promise<PutOutcome> => {
    const obsolete = outcome.kind === 'put' ? outcome.replaced : offered;
    if (obsolete) await bodies.forget(key, obsolete.body);
    if (outcome.kind === 'put') return { kind: 'put' };
    return { kind: 'refused', standing: await toRow(bodies, outcome.standing, rows.find) };
  };

  async function* list(partition: string, range: Range = {}): AsyncIterable<Row> {
    for await (const found of rows.walk(partition, range)) {
      const row = await toRow(bodies, found, rows.find);
      if (row) yield row;
    }
  }

  return {
    get: async (key) => toRow(bodies, await rows.find(key), rows.find),
    put: async (row, when) => {
      const offered = { ...row, body: await bodies.encode(row, row.body) };
      return settle(row, await rows.put(offered, when), offered);
    },
    append: async (all) => {
      const offered: StoredRow[] = [];
      await inOrder(all, async (row) => {
        offered.push({ ...row, body: await bodies.encode(row, row.body) });
        return true;
      });
      const put = await rows.append(offered);
      for (const row of offered.slice(put)) await bodies.forget(row, row.body);
      return put;
    },
    remove: async (key, { version }) => settle(key, await rows.remove(key, version)),
    list,
  };
}
