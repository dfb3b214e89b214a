import type { Address } from './address.ts';
import type { Position } from './commit.ts';
import type { ItemKind, Visibility } from './item.ts';

/** An item as an index takes it in. */
export interface IndexedItem {
  readonly item: string;
  readonly version: number;
  readonly kind: ItemKind;
  readonly author: string;
  readonly visibility: Visibility;
  readonly text: string;
}

/** What a stretch of a branch's history came to. */
export interface Stretch {
  readonly from: Position;
  readonly to: Position;
  /** The items that it wrote, as they stand at its end. */
  readonly written: readonly IndexedItem[];
  /** The items that stand no longer. */
  readonly gone: readonly string[];
}

export interface Query {
  readonly text: string;
  /** Without it: in all contexts. */
  readonly context?: string;
  readonly branch: string;
  readonly kind?: ItemKind;
  /** Only what this agent may see. */
  readonly agent?: string;
  readonly limit: number;
}

export interface Hit {
  readonly context: string;
  readonly item: string;
  readonly version: number;
  /** Above 0; the better, the higher. Scores of different queries do not compare. */
  readonly score: number;
}

export interface Found {
  readonly hits: readonly Hit[];
  /** More matched than were ranked; only the `CANDIDATES` that came last were. */
  readonly capped: boolean;
}

/** Matches that are ranked, at most. */
export const CANDIDATES = 2000;

/** Different words that a query may look for; what comes behind is not looked for. */
export const MAX_TERMS = 16;

/**
 * Which items of one tenant hold which words. It is a cache: what it holds can be read from the log
 * again, and it remembers how far it has come.
 *
 * Contract, proved for every adapter by `test/conformance/search-index.ts`:
 * - An item matches when it holds every term of the query (`termsOf`), and the query has one.
 * - What is ranked first says the words more often, in fewer words; of equals, what came last.
 * - Any text is a query, however long and strange; none has a syntax.
 * - `take` is all or nothing, and does nothing unless the branch stands at `from`.
 * - What `remove` and `forget` took out has left no word behind where the index is kept.
 */
export interface SearchIndex {
  /** Up to where it has taken a branch in. */
  readonly reached: (address: Address) => Promise<Position>;
  readonly take: (address: Address, stretch: Stretch) => Promise<void>;
  /** Takes one item out, wherever the branch stands. */
  readonly remove: (address: Address, item: string) => Promise<void>;
  /** Takes a whole branch out; it stands at the beginning then. */
  readonly forget: (address: Address) => Promise<void>;
  readonly search: (query: Query) => Promise<Found>;
}
