import type { Json } from '../shared/json.ts';
import type { Commit } from './commit.ts';
import type { CommittedOperation, Place } from './operation.ts';
import { hasSeen, type Reach, reachOf } from './reach.ts';

/** The last that was done to an item, and the commit that did it, on whichever branch. */
export interface Change {
  readonly place: Place;
  readonly operation: CommittedOperation;
}

export type Changes = ReadonlyMap<string, Change>;

/** The last change of each item. What a merge took over happened where it took it from. */
export const changesIn = (commits: readonly Commit[]): Changes =>
  new Map(
    commits.flatMap((commit) =>
      commit.operations.map((operation) => [operation.item, changeBy(commit, operation)]),
    ),
  );

/** The items that were changed where somebody else has not seen it. */
export const unseen = (changes: Changes, seen: Reach): ReadonlySet<string> =>
  new Set([...changes].flatMap(([item, { place }]) => (hasSeen(seen, place) ? [] : [item])));

/** What an item was when two histories last agreed on it; null: nothing. */
export function baseOf(item: string, ours: readonly Commit[], theirs: readonly Commit[]): Json {
  const mine = lastSeen(item, ours, reachOf(theirs));
  const other = lastSeen(item, theirs, reachOf(ours));
  const isNewer =
    other && (!mine || hasSeen(reachOf(theirs.slice(0, other.at)), mine.change.place));
  const { operation } = (isNewer ? other : mine)?.change ?? {};
  return operation?.op === 'put' ? (operation.body ?? null) : null;
}

function lastSeen(item: string, commits: readonly Commit[], seen: Reach) {
  for (const [at, commit] of [...commits.entries()].toReversed()) {
    const operation = commit.operations.findLast((one) => one.item === item);
    const change = operation && changeBy(commit, operation);
    if (change && hasSeen(seen, change.place)) return { change, at: at + 1 };
  }
  return undefined;
}

const changeBy = ({ branch, version }: Commit, operation: CommittedOperation): Change => ({
  place: operation.from ?? { branch, version },
  operation,
});
