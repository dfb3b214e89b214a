import { above } from './compaction.ts';
import type { Entry } from './line.ts';
import type { Tree } from './tree.ts';

/**
 * Where the session is: the newest entry at or below the last one that a `last-prompt` line names,
 * else the newest of all. Seen to fit every run of Claude Code 2.1.330.
 */
export function findLeaf(tree: Tree): Entry | undefined {
  const named = tree.leaves.findLast((uuid) => tree.byUuid.has(uuid));
  const top = named === undefined ? undefined : tree.byUuid.get(named);
  return top ? newestBelow(top, tree) : tree.entries.at(-1);
}

function newestBelow(top: Entry, tree: Tree): Entry {
  const verdicts = new Map([[top, true]]);
  return tree.entries.findLast((entry) => isBelow(entry, tree, verdicts)) ?? top;
}

/** Climbs until it meets an entry of which the verdict is known, so that each is passed once. */
function isBelow(entry: Entry, tree: Tree, verdicts: Map<Entry, boolean>): boolean {
  const path: Entry[] = [];
  let at: Entry | undefined = entry;
  while (at && !verdicts.has(at)) {
    verdicts.set(at, false);
    path.push(at);
    at = above(at, tree);
  }
  const verdict = at !== undefined && verdicts.get(at) === true;
  if (verdict) for (const passed of path) verdicts.set(passed, true);
  return verdict;
}
