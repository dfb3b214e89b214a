import { join, resolve } from 'node:path';
import { announcing } from '../bus/announcing-table.ts';
import { createInProcessBus } from '../bus/in-process-bus.ts';
import type { ContextCommitted } from '../core/context/context-committed.ts';
import type { Bus } from '../core/shared/bus.ts';
import type { Table } from '../core/shared/table.ts';
import { createFileBlobs } from '../stores/files/file-blobs.ts';
import { createMemoryBlobs } from '../stores/memory/memory-blobs.ts';
import { createSqliteTable } from '../stores/sqlite/sqlite-table.ts';
import { randomIds, systemClock } from './system.ts';

/** Where data is kept on one machine, and how its changes are heard of. */
export interface Place {
  readonly table: Table;
  readonly bus: Bus<ContextCommitted>;
  readonly close: () => void;
}

/** Keeps nothing behind the process. */
export const IN_MEMORY = ':memory:';

/** Opens a data folder, which is made when it is not there, or `:memory:`. Throws `store.*`. */
export function openPlace(data: string): Place {
  const folder = resolve(data);
  const isInMemory = data === IN_MEMORY;
  const table = createSqliteTable({
    file: isInMemory ? IN_MEMORY : join(folder, 'massgen.sqlite'),
    blobs: isInMemory ? createMemoryBlobs() : createFileBlobs(join(folder, 'blobs')),
    clock: systemClock,
    chance: randomIds.chance,
  });
  const bus = createInProcessBus<ContextCommitted>();
  return { table: announcing(table, bus), bus, close: table.close };
}
