import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Key } from '../../core/shared/table.ts';
import type { StoredRow } from '../stored-row.ts';

/** What one page of a list has to hold. */
export interface PageRange {
  readonly after?: string;
  readonly upTo?: string;
  readonly before?: string;
  readonly backwards?: boolean;
}

/** The statements over the one table. Each is a transaction of its own. */
export interface Rows {
  readonly find: (key: Key) => StoredRow | undefined;
  /** Whether it was absent and now stands. */
  readonly insert: (row: StoredRow) => boolean;
  /** Whether that version stood and is replaced. */
  readonly replace: (row: StoredRow, version: number) => boolean;
  /** Whether that version stood and is gone. */
  readonly remove: (key: Key, version: number) => boolean;
  readonly page: (partition: string, range: PageRange, limit: number) => readonly StoredRow[];
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

  return {
    find({ partition, sort }) {
      const found = statement(FIND).get(partition, sort);
      return found && toStoredRow(partition, found);
    },
    insert: ({ partition, sort, version, body }) => changes(INSERT, partition, sort, version, body),
    replace: ({ partition, sort, version, body }, standing) =>
      changes(REPLACE, version, body, partition, sort, standing),
    remove: ({ partition, sort }, version) => changes(REMOVE, partition, sort, version),
    page: (partition, range, limit) =>
      statement(pageSql(range))
        .all(partition, ...boundsOf(range).map((bound) => range[bound] ?? ''), limit)
        .map((found) => toStoredRow(partition, found)),
    dataVersion: () => Number(statement('PRAGMA data_version').get()?.['data_version']),
  };
}

const FIND = 'SELECT sort, version, body FROM rows WHERE partition = ? AND sort = ?';
const INSERT =
  'INSERT INTO rows (partition, sort, version, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
const REPLACE =
  'UPDATE rows SET version = ?, body = ? WHERE partition = ? AND sort = ? AND version = ?';
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
