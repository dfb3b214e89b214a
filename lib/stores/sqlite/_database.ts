import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../../core/shared/faults.ts';
import type { Ids } from '../../core/shared/ids.ts';
import { patientlySync } from './_patience.ts';

const IN_MEMORY = ':memory:';

/** What a file of ours holds, and how it is told from other programs' databases. */
export interface Format {
  readonly application: number;
  /** Counts up with each change of the schema that an older massgen could not read. */
  readonly version: number;
  readonly pragmas: readonly string[];
  readonly schema: string;
}

/** Milliseconds that SQLite itself may wait for a lock, and the event loop with it. */
const BUSY_TIMEOUT_MS = 2;

/**
 * Opens the database and makes it where there is none, however many processes do so at once.
 * Throws `store.newer`, `store.broken`, `store.readOnly`, `store.full` and `store.busy`.
 */
export const openDatabase = (file: string, format: Format, chance: Ids['chance']): DatabaseSync =>
  patientlySync(file, chance, () => {
    // An absolute path, because SQLite takes what begins with `file:` for a URI.
    const path = file === IN_MEMORY ? file : resolve(file);
    if (path !== IN_MEMORY) mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      prepare(database, file, format);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });

function prepare(database: DatabaseSync, file: string, format: Format): void {
  for (const pragma of format.pragmas) database.exec(`PRAGMA ${pragma}`);
  if (!isOurs(database, file, format)) create(database, file, format);
  database.exec('PRAGMA journal_mode = WAL');
  // What was purged must not linger in free pages.
  database.exec('PRAGMA secure_delete = ON');
}

/** False: it is empty. */
function isOurs(database: DatabaseSync, file: string, format: Format): boolean {
  const found = pragma(database, 'user_version');
  const known = format.version;
  if (pragma(database, 'application_id') === format.application && found > 0) {
    if (found > known) throw new Fault('store.newer', { place: file, found, known });
    return true;
  }
  if (pragma(database, 'schema_version') === 0) return false;
  throw new Fault('store.broken', { place: file, detail: 'it is the database of another program' });
}

function create(database: DatabaseSync, file: string, format: Format): void {
  database.exec('BEGIN IMMEDIATE');
  if (!isOurs(database, file, format))
    database.exec(`
      ${format.schema}
      PRAGMA application_id = ${format.application};
      PRAGMA user_version = ${format.version};
    `);
  database.exec('COMMIT');
}

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
