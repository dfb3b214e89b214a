import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { announcing } from '../bus/announcing-table.ts';
import { createInProcessBus } from '../bus/in-process-bus.ts';
import { storeFrom } from '../config/store.ts';
import type { Lookup } from '../config/variables.ts';
import type { ContextCommitted } from '../core/context/context-committed.ts';
import type { OnChange } from '../core/context/watch-context.ts';
import type { Blobs } from '../core/shared/blobs.ts';
import type { Bus } from '../core/shared/bus.ts';
import { indexOnDemand } from '../runtime/index-on-demand.ts';
import type { Store } from '../runtime/store.ts';
import { randomIds, systemClock } from '../runtime/system.ts';
import { createFileBlobs } from '../stores/files/file-blobs.ts';
import type { Pointers } from '../stores/files/sweep-blobs.ts';
import { createMemoryBlobs } from '../stores/memory/memory-blobs.ts';
import { createSqliteTable } from '../stores/sqlite/sqlite-table.ts';
import { createChanges } from './changes.ts';
import { type IndexKeeper, keepIndex, type Warn } from './index-keeper.ts';

/** Where data is kept, and how its changes are heard of in this process. */
export interface Place extends Store {
  readonly bus: Bus<ContextCommitted>;
  /** Hears of commits, whichever process made them. */
  readonly onChange: OnChange;
  readonly index: IndexKeeper;
}

/** Keeps nothing behind the process, wherever other data is kept. */
export const IN_MEMORY = ':memory:';

/**
 * Opens a data folder, which is made when it is not there, or `:memory:`, or in the folder's stead
 * the store that `MASSGEN_STORE` names. Throws `store.*` and `usage.invalid`.
 */
export async function openPlace(data: string, lookup: Lookup, warn: Warn): Promise<Place> {
  const { table, index, changed, close } = await openStore(data, lookup, warn);
  const bus = createInProcessBus<ContextCommitted>();
  const closeAll = () => {
    index.close();
    close();
  };
  const onChange = createChanges(bus, changed);
  return { table: announcing(table, bus), bus, onChange, index, close: closeAll };
}

interface LocalStore extends Store {
  readonly index: IndexKeeper;
  /** Another number when somebody else has written; undefined: nobody can say. */
  readonly changed?: () => number;
}

async function openStore(data: string, lookup: Lookup, warn: Warn): Promise<LocalStore> {
  if (data === IN_MEMORY)
    return { ...openSqlite(IN_MEMORY, createMemoryBlobs), index: keepIndex(IN_MEMORY, warn) };
  const folder = resolve(data);
  const blobs = (pointers?: Pointers) => createFileBlobs(join(folder, 'blobs'), pointers);
  const setting = storeFrom(lookup);
  if (!setting) {
    const isNew = !existsSync(folder);
    const store = openSqlite(join(folder, 'massgen.sqlite'), blobs);
    if (isNew) keepFromGit(folder);
    return { ...store, index: keepIndex(join(folder, 'search.sqlite'), warn) };
  }
  const { openAwsStore } = await import('../runtime/aws-store.ts');
  return { ...openAwsStore(setting, blobs), index: { ...indexOnDemand, close: () => undefined } };
}

/** Conversations are not to be published because somebody adds all that is in a project. */
function keepFromGit(folder: string): void {
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch {
    // Nothing depends on it, and a disk that is full says so soon.
  }
}

function openSqlite(
  file: string,
  blobsFor: (pointers: Pointers) => Blobs,
): Omit<LocalStore, 'index'> {
  const blobs = blobsFor(() => table.pointers());
  const table = createSqliteTable({ file, blobs, clock: systemClock, chance: randomIds.chance });
  return { table, close: table.close, changed: table.changed };
}
