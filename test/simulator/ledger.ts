import type { Position } from '../../lib/core/context/commit.ts';
import type { Place } from './place.ts';

/** What people have been told, and will hold us to. */
export interface Ledger {
  readonly told: Told[];
  /** The items of each context that somebody wanted forgotten. */
  readonly forgotten: Map<string, Set<string>>;
}

export interface Told extends Place {
  readonly label: string;
  /** Undefined: it is in conflict, and was not written. */
  readonly landed: Position | undefined;
}
