import {
  type ContextLog,
  createContextLog,
  type LogDeps,
} from '../../lib/core/context/context-log.ts';
import { createRedactor } from '../../lib/redaction/redactor.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { createSqliteTable, type SqliteTable } from '../../lib/stores/sqlite/sqlite-table.ts';
import { countedIds } from './counted-ids.ts';
import { hastyClock } from './still-clock.ts';

/** The real redactor, which holds no keys. */
export const redactor = async () => createRedactor();

/** The real table, on nothing but memory. */
export const memoryTable = (): SqliteTable =>
  createSqliteTable({
    file: ':memory:',
    blobs: createMemoryBlobs(),
    clock: hastyClock(),
    chance: () => 0.5,
  });

export interface MemoryLog extends LogDeps {
  readonly log: ContextLog;
  /** One more process at work on the same table, with a cache of its own. */
  readonly open: () => ContextLog;
}

/** A context log whose table, time and ids belong to the test. */
export function memoryLog(parts: Partial<LogDeps> = {}): MemoryLog {
  const deps = {
    table: memoryTable(),
    clock: hastyClock(),
    ids: countedIds(),
    redactor,
    ...parts,
  };
  const open = () => createContextLog(deps);
  return { ...deps, log: open(), open };
}
