import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createFileBlobs } from '../../lib/stores/files/file-blobs.ts';
import { createSqliteTable, type SqliteTable } from '../../lib/stores/sqlite/sqlite-table.ts';

/** The store in a folder, with real time and real chance, because other processes have those too. */
export const createStore = (folder: string): SqliteTable =>
  createSqliteTable({
    file: join(folder, 'store.db'),
    blobs: createFileBlobs(join(folder, 'blobs')),
    clock: { pause: async (milliseconds) => setTimeout(milliseconds) },
    chance: Math.random,
  });
