import type { Author } from '../message/author.ts';
import { type History, stateAt } from './history.ts';

/** Who wrote an item as it stands, and the commit that put it there. */
export interface Blame {
  readonly item: string;
  readonly version: number;
  readonly author: Author;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export const blame = (history: History, version: number): readonly Blame[] =>
  [...stateAt(history, version).items.values()].map((item) => ({
    item: item.id,
    version: item.version,
    author: item.author,
    at: history.commits[item.version - 1]?.at ?? '',
  }));
