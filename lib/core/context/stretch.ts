import type { Commit, Position } from './commit.ts';

/** Commits that landed behind a position, one on top of the other. */
export interface Stretch {
  readonly from: Position;
  readonly commits: readonly Commit[];
}

export const endOf = ({ from, commits }: Stretch): Position => commits.at(-1) ?? from;

/** What of it landed behind a position that is its own. */
export const since = ({ from, commits }: Stretch, { version }: Position): readonly Commit[] =>
  commits.slice(version - from.version);
