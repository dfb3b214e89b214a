import { relevance } from '../../core/context/relevance.ts';
import {
  CANDIDATES,
  type Found,
  MAX_TERMS,
  type Query,
  type SearchIndex,
} from '../../core/context/search-index.ts';
import { termsOf } from '../../core/context/words.ts';
import { openDatabase } from './_database.ts';
import { createIndexRows, type IndexRows, indexFormat } from './_index-rows.ts';
import { toMatch, toOftenMatch } from './_index-terms.ts';
import { type Chance, createPatience } from './_patience.ts';
import { inTransaction as transacted } from './_transaction.ts';

export interface SqliteIndex extends SearchIndex {
  /** Closes the file; closing again does nothing. */
  readonly close: () => void;
}

export interface SqliteIndexPlace extends Chance {
  /** A path, whose folders are made, or `:memory:`. */
  readonly file: string;
}

/**
 * An index in a SQLite file of its own, on FTS5, shared with other processes. It opens at once and
 * throws `store.newer`, `store.broken`, `store.readOnly`, `store.full` and `store.busy`; so may each
 * operation, which has changed nothing then.
 */
export function createSqliteIndex({ file, clock, chance }: SqliteIndexPlace): SqliteIndex {
  const database = openDatabase(file, indexFormat, chance);
  const rows = createIndexRows(database);
  const patiently = createPatience(file, { clock, chance });

  const inTransaction = (work: () => void) => patiently(() => transacted(database, work));

  return {
    reached: (address) => patiently(() => rows.position(address)),
    take: (address, { from, to, written, gone }) =>
      inTransaction(() => {
        const { version, hash } = rows.position(address);
        if (version !== from.version || hash !== from.hash) return;
        rows.move(address, to);
        for (const item of gone) rows.remove(address, item);
        for (const item of written) rows.put(address, item);
      }),
    remove: async (address, item) => {
      await inTransaction(() => rows.remove(address, item));
      await patiently(rows.shred);
    },
    forget: async (address) => {
      await inTransaction(() => rows.forget(address));
      await patiently(rows.shred);
    },
    search: (query) => patiently(() => search(rows, query)),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

function search(rows: IndexRows, query: Query): Found {
  const terms = termsOf(query.text, MAX_TERMS);
  if (terms.length === 0) return { hits: [], capped: false };
  const match = toMatch(query, terms);
  const matching = rows.matching(match, CANDIDATES + 1);
  const capped = matching.length > CANDIDATES;
  const candidates = matching.slice(0, CANDIDATES);
  const last = candidates.at(-1)?.id ?? 0;
  // Where much matches, the last of it is near, and all that lies there is read sooner (measured).
  const among = capped ? '' : `${match} AND `;
  const sayingOften = terms.map((term) => rows.idsOf(among + toOftenMatch(term), last));
  const ranked = candidates.map(({ id, length }) => {
    const often = sayingOften.filter((ids) => ids.has(id)).length;
    return { id, score: relevance(length, terms.length, often) };
  });
  return {
    hits: ranked
      .toSorted((a, b) => b.score - a.score)
      .slice(0, query.limit)
      .map(({ id, score }) => ({ ...rows.placeOf(id), score })),
    capped,
  };
}
