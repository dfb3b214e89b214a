import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Key, When } from '../../core/shared/table.ts';
import { POINTER_BYTES, pointedAt } from '../codec.ts';
import type { StoredRow } from '../stored-row.ts';
import type { StoredOutcome } from '../stored-table.ts';
import type { Format } from './_database.ts';
import { inTransaction } from './_transaction.ts';

export const rowsFormat: Format = {
  application: 0x6d617373, // "mass"
  version: 1,
  // Without a rowid a row above a quarter page takes a page of its own, so pages are large.
  pragmas: ['page_size = 16384', 'synchronous = FULL'],
  schema: `
    CREATE TABLE rows (
      partition TEXT NOT NULL,
      sort TEXT NOT NULL,
      version INTEGER NOT NULL,
      body BLOB NOT NULL,
      PRIMARY KEY (partition, sort)
    ) STRICT, WITHOUT ROWID;`,
};

/** What one page of a list has to hold. */
export interface PageRange {
  readonly after?: string;
  readonly upTo?: string;
  readonly before?: string;
  readonly backwards?: boolean;
}

/** The statements over the one table. Each is a transaction of its own, and one that fails has changed nothing. */
export interface Rows {
  readonly find: (key: Key) => StoredRow | undefined;
  readonly put: (row: StoredRow, when: When) => StoredOutcome;
  /** As many from the first on as are absent, all of them in one transaction. */
  readonly append: (rows: readonly StoredRow[]) => number;
  readonly remove: (key: Key, version: number) => StoredOutcome;
  readonly page: (partition: string, range: PageRange, limit: number) => readonly StoredRow[];
  /** The hashes of all blobs that rows point at. It looks at every row. */
  readonly pointers: () => readonly string[];
  /** Changes when another connection has written; https://sqlite.org/pragma.html#pragma_data_version */
  readonly dataVersion: () => number;
}

export function createRows(database: DatabaseSync): Rows {
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  const changes = (sql: string, ...values: readonly (string | number | Uint8Array)[]) =>
    Number(statement(sql).run(...values).changes) > 0;

  const find: Rows['find'] = ({ partition, sort }) => {
    const found = statement(FIND).get(partition, sort);
    return found && toStoredRow(partition, found);
  };
  const inserted = ({ partition, sort, version, body }: StoredRow) =>
    changes(INSERT, partition, sort, version, body);
  const refused = (key: Key): StoredOutcome => ({ kind: 'refused', standing: find(key) });

  return {
    find,
    put(row, when) {
      if (when === 'absent') return inserted(row) ? { kind: 'put' } : refused(row);
      const { partition, sort, version, body } = row;
      const replaced = find(row);
      const landed = changes(REPLACE, version, body, partition, sort, when.version);
      return landed ? { kind: 'put', replaced } : refused(row);
    },
    append(rows) {
      const insertAll = () => {
        const stands = rows.findIndex((row) => !inserted(row));
        return stands < 0 ? rows.length : stands;
      };
      return rows.length > 1 ? inTransaction(database, insertAll) : insertAll();
    },
    remove(key, version) {
      const replaced = find(key);
      const landed = changes(REMOVE, key.partition, key.sort, version);
      return landed ? { kind: 'put', replaced } : refused(key);
    },
    page: (partition, range, limit) =>
      statement(pageSql(range))
        .all(partition, ...boundsOf(range).map((bound) => range[bound] ?? ''), limit)
        .map((found) => toStoredRow(partition, found)),
    pointers: () =>
      statement(POINTERS)
        .all(POINTER_BYTES)
        .flatMap(({ body }) => (body instanceof Uint8Array ? (pointedAt(body) ?? []) : [])),
    dataVersion: () => Number(statement('PRAGMA data_version').get()?.['data_version']),
  };
}

const FIND = 'SELECT sort, version, body FROM rows WHERE partition = ? AND sort = ?';
const INSERT =
  'INSERT INTO rows (partition, sort, version, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
const REPLACE =
  'UPDATE rows SET version = ?, body = ? WHERE partition = ? AND sort = ? AND version = ?';
const POINTERS = 'SELECT body FROM rows WHERE length(body) = ?';
const REMOVE = 'DELETE FROM rows WHERE partition = ? AND sort = ? AND version = ?';

const conditionByBound = {
  after: 'AND sort > ?',
  upTo: 'AND sort <= ?',
  before: 'AND sort < ?',
} as const;

const boundsOf = (range: PageRange) =>
  (['after', 'upTo', 'before'] as const).filter((bound) => range[bound] !== undefined);

const pageSql = (range: PageRange) =>
  [
    'SELECT sort, version, body FROM rows WHERE partition = ?',
    ...boundsOf(range).map((bound) => conditionByBound[bound]),
    `ORDER BY sort ${range.backwards ? 'DESC' : 'ASC'} LIMIT ?`,
  ].join(' ');

type Found = ReturnType<StatementSync['all']>[number];

/** The columns' types are the table's own, which is STRICT. */
const toStoredRow = (partition: string, { sort, version, body }: Found): StoredRow => ({
  partition,
  sort: String(sort),
  version: Number(version),
  body: body instanceof Uint8Array ? body : new Uint8Array(),
});
