import type { Blobs } from '../../core/shared/blobs.ts';
import type { Table } from '../../core/shared/table.ts';
import { createStoredTable } from '../stored-table.ts';
import { openDatabase } from './_database.ts';
import { type Chance, createPatience } from './_patience.ts';
import { createRows, rowsFormat } from './_rows.ts';
import { isBusy, toSqliteFault } from './_sqlite-fault.ts';
import { walk } from './_walk.ts';

export interface SqliteTable extends Table {
  /**
   * A number that changes when another connection, in this process or another, has written.
   * Cheap enough to be polled every 20 ms: 0.15 % of a core (measured). While the file is locked
   * it stays what it was.
   */
  readonly changed: () => number;
  /** The hashes of all blobs that rows point at. It looks at every row, and throws as operations do. */
  readonly pointers: () => readonly string[];
  /** Closes the file; closing again does nothing. */
  readonly close: () => void;
}

export interface SqlitePlace extends Chance {
  /** A path, whose folders are made, or `:memory:`. One table for each file and process. */
  readonly file: string;
  /** Where large bodies go. They belong to the file as much as its rows do. */
  readonly blobs: Blobs;
}

/**
 * A table in one SQLite file, shared with other processes. It opens at once and throws
 * `store.newer`, `store.broken`, `store.readOnly`, `store.full` and `store.busy`; so may each
 * operation, which has changed nothing then.
 */
export function createSqliteTable({ file, blobs, clock, chance }: SqlitePlace): SqliteTable {
  const database = openDatabase(file, rowsFormat, chance);
  const rows = createRows(database);
  const patiently = createPatience(file, { clock, chance });
  const table = createStoredTable(
    {
      find: (key) => patiently(() => rows.find(key)),
      put: (row, when) => patiently(() => rows.put(row, when)),
      append: (all) => {
        const [first] = all;
        const stands = () => first !== undefined && rows.find(first) !== undefined;
        // Who has waited for the lock may have lost meanwhile, and need not wait on.
        return patiently((waited) => (waited > 0 && stands() ? 0 : rows.append(all)));
      },
      remove: (key, version) => patiently(() => rows.remove(key, version)),
      walk: (partition, range) =>
        walk((bounds, limit) => patiently(() => rows.page(partition, bounds, limit)), range),
    },
    blobs,
  );

  let lastSeen = 0;
  const changed = () => {
    try {
      lastSeen = rows.dataVersion();
    } catch (error) {
      if (!isBusy(error)) throw toSqliteFault(file, error);
    }
    return lastSeen;
  };

  const pointers = () => {
    try {
      return rows.pointers();
    } catch (error) {
      throw toSqliteFault(file, error);
    }
  };

  const close = () => {
    if (database.isOpen) database.close();
  };

  return { ...table, changed, pointers, close };
}
