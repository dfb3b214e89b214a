import type { DatabaseSync } from 'node:sqlite';
import { type Address, commitsOf } from '../../core/context/address.ts';
import { beginning, type Position } from '../../core/context/commit.ts';
import type { Hit, IndexedItem } from '../../core/context/search-index.ts';
import type { Format } from './_database.ts';
import { toKept } from './_index-terms.ts';

/**
 * `words` keeps no text and no places in it, which makes it a fifth of what it would be; `ascii`
 * takes what lies between spaces as it is, because core has made words of it already.
 * https://sqlite.org/fts5.html#contentless_delete_tables
 */
export const indexFormat: Format = {
  application: 0x6d617369, // "masi"
  version: 1,
  // A cache need not survive a power cut whole, only never be wrong.
  pragmas: ['auto_vacuum = FULL', 'synchronous = NORMAL'],
  schema: `
    CREATE TABLE branches (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      context TEXT NOT NULL,
      version INTEGER NOT NULL,
      hash TEXT
    ) STRICT;
    CREATE TABLE items (
      id INTEGER PRIMARY KEY,
      branch INTEGER NOT NULL,
      item TEXT NOT NULL,
      version INTEGER NOT NULL,
      length INTEGER NOT NULL,
      UNIQUE (branch, item)
    ) STRICT;
    CREATE VIRTUAL TABLE words USING fts5 (
      text, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
    );`,
};

export interface Match {
  readonly id: number;
  /** Words of its text. */
  readonly length: number;
}

/** The statements over an index's tables; who writes opens a transaction around them. */
export interface IndexRows {
  readonly position: (address: Address) => Position;
  readonly move: (address: Address, to: Position) => void;
  readonly put: (address: Address, item: IndexedItem) => void;
  readonly remove: (address: Address, item: string) => void;
  readonly forget: (address: Address) => void;
  /** Gives back the room of what was removed, and overwrites it. */
  readonly shred: () => void;
  /** What matches, the last that came first. */
  readonly matching: (match: string, limit: number) => readonly Match[];
  /** The ids of what matches, down to one of them. */
  readonly idsOf: (match: string, downTo: number) => ReadonlySet<number>;
  readonly placeOf: (id: number) => Omit<Hit, 'score'>;
}

export function createIndexRows(database: DatabaseSync): IndexRows {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const branchId = (address: Address) =>
    Number(statement('SELECT id FROM branches WHERE name = ?').get(commitsOf(address))?.['id']);

  const remove: IndexRows['remove'] = (address, item) => {
    const removed = statement(REMOVE).get(commitsOf(address), nameOf(item));
    if (removed) statement('DELETE FROM words WHERE rowid = ?').run(Number(removed['id']));
  };

  return {
    position: (address) => {
      const found = statement(POSITION).get(commitsOf(address));
      if (!found) return beginning;
      return { version: Number(found['version']), hash: toHash(found['hash']) };
    },
    move: (address, { version, hash }) => {
      statement(MOVE).run(commitsOf(address), address.context, version, hash);
    },
    put: (address, item) => {
      remove(address, item.item);
      const { text, length } = toKept(address, item);
      const { lastInsertRowid } = statement(INSERT).run(
        branchId(address),
        nameOf(item.item),
        item.version,
        length,
      );
      statement('INSERT INTO words (rowid, text) VALUES (?, ?)').run(lastInsertRowid, text);
    },
    remove,
    forget: (address) => {
      const id = branchId(address);
      statement('DELETE FROM words WHERE rowid IN (SELECT id FROM items WHERE branch = ?)').run(id);
      statement('DELETE FROM items WHERE branch = ?').run(id);
      statement('DELETE FROM branches WHERE id = ?').run(id);
    },
    shred: () => {
      database.exec("INSERT INTO words (words) VALUES ('optimize')");
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    matching: (match, limit) =>
      statement(MATCHING)
        .all(match, limit)
        .map(({ id, length }) => ({ id: Number(id), length: Number(length) })),
    idsOf: (match, downTo) =>
      new Set(
        statement(IDS)
          .all(match, downTo)
          .map(({ rowid }) => Number(rowid)),
      ),
    placeOf: (id) => {
      const found = statement(PLACE).get(id);
      return {
        context: String(found?.['context']),
        item: JSON.parse(String(found?.['item'])),
        version: Number(found?.['version']),
      };
    },
  };
}

const POSITION = 'SELECT version, hash FROM branches WHERE name = ?';
const MOVE = `INSERT INTO branches (name, context, version, hash) VALUES (?, ?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET version = excluded.version, hash = excluded.hash`;
const INSERT = 'INSERT INTO items (branch, item, version, length) VALUES (?, ?, ?, ?)';
const REMOVE = `DELETE FROM items
  WHERE branch = (SELECT id FROM branches WHERE name = ?) AND item = ? RETURNING id`;
const MATCHING = `SELECT id, length FROM words JOIN items ON id = words.rowid
  WHERE words MATCH ? ORDER BY words.rowid DESC LIMIT ?`;
const IDS = 'SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ? ORDER BY rowid DESC';
const PLACE = `SELECT context, item, items.version FROM items
  JOIN branches ON branches.id = branch WHERE items.id = ?`;

/** As JSON, so that a name may hold what no text of SQLite does: NUL, half a surrogate pair. */
const nameOf = (item: string) => JSON.stringify(item);

const toHash = (found: unknown) => (typeof found === 'string' ? found : null);
