import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../../core/shared/faults.ts';
import type { Ids } from '../../core/shared/ids.ts';
import { patientlySync } from './_patience.ts';

const IN_MEMORY = ':memory:';

/** Counts up with each change of the schema that an older massgen could not read. */
const FORMAT = 1;
/** "mass" in ASCII: tells our files from other programs' databases. */
const APPLICATION = 0x6d617373;

/** Milliseconds that SQLite itself may wait for a lock, and the event loop with it. */
const BUSY_TIMEOUT_MS = 2;

/**
 * Opens the database and makes it where there is none, however many processes do so at once.
 * Throws `store.newer`, `store.broken`, `store.readOnly`, `store.full` and `store.busy`.
 */
export const openDatabase = (file: string, chance: Ids['chance']): DatabaseSync =>
  patientlySync(file, chance, () => {
    // An absolute path, because SQLite takes what begins with `file:` for a URI.
    const path = file === IN_MEMORY ? file : resolve(file);
    if (path !== IN_MEMORY) mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      prepare(database, file);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });

function prepare(database: DatabaseSync, file: string): void {
  // Without a rowid a row above a quarter page takes a page of its own, so pages are large.
  database.exec('PRAGMA page_size = 16384');
  if (!isOurs(database, file)) create(database, file);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  // What was purged must not linger in free pages.
  database.exec('PRAGMA secure_delete = ON');
}

/** False: it is empty. */
function isOurs(database: DatabaseSync, file: string): boolean {
  const format = pragma(database, 'user_version');
  if (pragma(database, 'application_id') === APPLICATION && format > 0) {
    if (format > FORMAT)
      throw new Fault('store.newer', { place: file, found: format, known: FORMAT });
    return true;
  }
  if (pragma(database, 'schema_version') === 0) return false;
  throw new Fault('store.broken', { place: file, detail: 'it is the database of another program' });
}

function create(database: DatabaseSync, file: string): void {
  database.exec('BEGIN IMMEDIATE');
  if (!isOurs(database, file))
    database.exec(`
      CREATE TABLE rows (
        partition TEXT NOT NULL,
        sort TEXT NOT NULL,
        version INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (partition, sort)
      ) STRICT, WITHOUT ROWID;
      PRAGMA application_id = ${APPLICATION};
      PRAGMA user_version = ${FORMAT};
    `);
  database.exec('COMMIT');
}

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
