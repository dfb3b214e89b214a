import type { Blobs } from '../../core/shared/blobs.ts';
import type { Key, PutOutcome, Range, Row, Table, When } from '../../core/shared/table.ts';
import { createBodies } from '../bodies.ts';
import { toRow } from '../stored-row.ts';
import { openDatabase } from './_database.ts';
import { type Chance, createPatience } from './_patience.ts';
import { createRows, type PageRange } from './_rows.ts';
import { isBusy, toSqliteFault } from './_sqlite-fault.ts';
import { walk } from './_walk.ts';

export interface SqliteTable extends Table {
  /**
   * A number that changes when another connection, in this process or another, has written.
   * Cheap enough to be polled every 20 ms: 0.15 % of a core (measured). While the file is locked
   * it stays what it was.
   */
  readonly changed: () => number;
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
  const database = openDatabase(file, chance);
  const rows = createRows(database);
  const bodies = createBodies(blobs);
  const patiently = createPatience(file, { clock, chance });

  const find = (key: Key) => patiently(() => rows.find(key));
  const get = async (key: Key) => toRow(bodies, await find(key), find);
  const refused = async (key: Key): Promise<PutOutcome> => ({
    kind: 'refused',
    standing: await get(key),
  });

  const put = async (row: Row, when: When): Promise<PutOutcome> => {
    const stored = { ...row, body: await bodies.encode(row, row.body) };
    const replaced = when === 'absent' ? undefined : await find(row);
    const landed = await patiently(() =>
      when === 'absent' ? rows.insert(stored) : rows.replace(stored, when.version),
    );
    const obsolete = landed ? replaced : stored;
    if (obsolete) await bodies.forget(row, obsolete.body);
    return landed ? { kind: 'put' } : refused(row);
  };

  const remove: Table['remove'] = async (key, { version }) => {
    const removed = await find(key);
    const landed = await patiently(() => rows.remove(key, version));
    if (!landed) return refused(key);
    if (removed) await bodies.forget(key, removed.body);
    return { kind: 'put' };
  };

  async function* list(partition: string, range: Range = {}): AsyncIterable<Row> {
    const read = (bounds: PageRange, limit: number) =>
      patiently(() => rows.page(partition, bounds, limit));
    for await (const found of walk(read, range)) {
      const row = await toRow(bodies, found, find);
      if (row) yield row;
    }
  }

  let lastSeen = 0;
  const changed = () => {
    try {
      lastSeen = rows.dataVersion();
    } catch (error) {
      if (!isBusy(error)) throw toSqliteFault(file, error);
    }
    return lastSeen;
  };

  const close = () => {
    if (database.isOpen) database.close();
  };

  return { get, put, remove, list, changed, close };
}
