import type { Commit } from './commit.ts';
import type { Item } from './item.ts';
import type { CommittedPut } from './operation.ts';

/** What a context holds at a version: the fold of its commits. */
export interface State {
  readonly version: number;
  readonly items: ReadonlyMap<string, Item>;
}

export const emptyState: State = { version: 0, items: new Map() };

export function fold(state: State, commits: readonly Commit[]): State {
  if (commits.length === 0) return state;
  const items = new Map(state.items);
  for (const commit of commits) apply(items, commit);
  return { version: state.version + commits.length, items };
}

function apply(items: Map<string, Item>, commit: Commit) {
  for (const operation of commit.operations) {
    if (operation.op === 'retire') items.delete(operation.item);
    else items.set(operation.item, toItem(commit, operation));
  }
}

const toItem = (commit: Commit, put: CommittedPut): Item => ({
  id: put.item,
  kind: put.kind,
  author: commit.author,
  version: commit.version,
  tags: put.tags ?? [],
  visibility: put.visibility ?? 'shared',
  body: put.body,
});
