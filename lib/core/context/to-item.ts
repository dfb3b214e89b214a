import type { Commit } from './commit.ts';
import type { Item } from './item.ts';
import type { CommittedPut } from './operation.ts';

/** The item that a commit puts. A body that was forgotten is as if it had never been put. */
export function toItem(commit: Commit, put: CommittedPut): Item | undefined {
  const { item: id, kind, body, author = commit.author, tags = [], visibility = 'shared' } = put;
  if (body === undefined) return undefined;
  return { id, kind, author, version: commit.version, tags, visibility, body };
}
