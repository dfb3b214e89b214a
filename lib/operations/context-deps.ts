import type { SearchIndex } from '../core/context/search-index.ts';
import type { OnChange } from '../core/context/watch-context.ts';
import type { SearchDeps } from '../core/session/search.ts';
import type { SessionDeps } from '../core/session/session-deps.ts';
import type { Table } from '../core/shared/table.ts';

/** Lends an index, and sees to it that there is one: it is a cache, and not worth a failure. */
export interface IndexLender {
  /** Work that fails in one index is done again in another, so it has to fill the index itself. */
  readonly use: <T>(work: (index: SearchIndex) => Promise<T>) => Promise<T>;
  /** Whether it keeps what it is filled with, and so may hold every context. */
  readonly isKept: boolean;
}

/** What contexts are worked on with: the parts of one tenant, wherever they are. */
export interface ContextDeps extends SessionDeps, SearchDeps {
  readonly table: Table;
  readonly index: IndexLender;
  /** Hears of commits, whichever process made them. */
  readonly onChange: OnChange;
  readonly warn: (text: string) => void;
}
