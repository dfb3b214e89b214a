import { rmSync } from 'node:fs';
import type { SearchIndex } from '../core/context/search-index.ts';
import { isFault, toFault } from '../core/shared/faults.ts';
import { createQueue } from '../core/shared/queue.ts';
import type { IndexLender } from '../operations/context-deps.ts';
import { randomIds, systemClock } from '../runtime/system.ts';
import { createSqliteIndex, type SqliteIndex } from '../stores/sqlite/sqlite-index.ts';

export type Warn = (text: string) => void;

export interface IndexKeeper extends IndexLender {
  readonly close: () => void;
}

/** Where the index is looked for, one way after the other. */
type Way = 'as it is' | 'anew' | 'in memory';

const saysByWay = {
  'as it is': 'is used',
  anew: 'is made anew',
  'in memory': 'is kept in memory for now',
} as const satisfies Record<Way, string>;

/**
 * Keeps an index in a file. One that cannot be read is made anew; where there can be none, the index
 * is in memory. Either is told.
 */
export function keepIndex(file: string, warn: Warn): IndexKeeper {
  const queued = createQueue();
  let way: Way = 'as it is';
  let index: SqliteIndex | undefined;
  let isClosed = false;

  const open = () => {
    if (way === 'anew') removeDatabase(file);
    const where = way === 'in memory' ? ':memory:' : file;
    return createSqliteIndex({ file: where, clock: systemClock, chance: randomIds.chance });
  };

  const attempt = async <T>(work: (index: SearchIndex) => Promise<T>): Promise<T> => {
    try {
      index ??= open();
      return await work(index);
    } catch (error) {
      if (isClosed || way === 'in memory') throw error;
      index?.close();
      index = undefined;
      way = way === 'as it is' && isUnreadable(error) ? 'anew' : 'in memory';
      warn(`The search index ${saysByWay[way]}: ${toFault(error).message}`);
      return attempt(work);
    }
  };

  return {
    isKept: true,
    use: (work) => queued('index', () => attempt(work)),
    close: () => {
      isClosed = true;
      index?.close();
    },
  };
}

const isUnreadable = (error: unknown) =>
  isFault(error, 'store.broken') || isFault(error, 'store.newer');

function removeDatabase(file: string) {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true, recursive: true });
}
