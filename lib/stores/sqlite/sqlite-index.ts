import { relevance } from '../../core/context/relevance.ts';
import {
  CANDIDATES,
  type Found,
  MAX_TERMS,
  type Query,
  type SearchIndex,
} from '../../core/context/search-index.ts';
import { type Term, termsOf } from '../../core/context/words.ts';
import { openDatabase } from './_database.ts';
import { createIndexRows, type IndexRows, indexFormat, type Match } from './_index-rows.ts';
import { toMatch } from './_index-terms.ts';
import { type Chance, createPatience } from './_patience.ts';

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

  const inTransaction = (work: () => void) =>
    patiently(() => {
      database.exec('BEGIN IMMEDIATE');
      try {
        work();
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });

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
  const found = rows.matching(match, CANDIDATES + 1);
  const candidates = found.slice(0, CANDIDATES);
  const oftenOf = countOften(rows, match, terms, candidates.at(-1)?.id ?? 0);
  const hits = candidates.map(({ id, length, context, item, version }) => ({
    context,
    item,
    version,
    score: relevance(length, terms.length, oftenOf(id)),
  }));
  return {
    hits: hits.toSorted((a, b) => b.score - a.score).slice(0, query.limit),
    capped: found.length > CANDIDATES,
  };
}

/** How many of the terms an item says often. */
function countOften(rows: IndexRows, match: string, terms: readonly Term[], downTo: Match['id']) {
  const saying = terms.map((term) => rows.saying(match, term, downTo));
  return (id: number) => saying.filter((ids) => ids.has(id)).length;
}
