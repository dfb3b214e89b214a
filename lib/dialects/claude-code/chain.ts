import { above, followed, preservedBy } from './compaction.ts';
import { findLeaf } from './leaf.ts';
import type { Entry } from './line.ts';
import { isBoundary, type Tree } from './tree.ts';

/** What is told of a session that was compacted: its summary, or all that was said before as well. */
export type History = 'summary' | 'whole';

/** The entries that make up the conversation. */
export interface Chain {
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** The one that goes on from here; what is still told from before a summary may stand behind it. */
  readonly leaf: Entry | undefined;
  /** What a summary stands for. */
  readonly compacted: ReadonlySet<Entry>;
  readonly breaks: readonly Break[];
}

/** A place where the parent of an entry is not to be had. */
export interface Break {
  readonly entry: Entry;
  readonly kind: 'missing-parent' | 'cycle';
  /** Whether the conversation goes on above it nevertheless. */
  readonly isBridged: boolean;
}

/** Walks up from the leaf, whatever the order in the file. */
export function chainOf(tree: Tree, history: History): Chain {
  const leaf = findLeaf(tree);
  if (!leaf) return { entries: [], leaf, compacted: new Set(), breaks: [] };
  const { passed, breaks } = climb(leaf, tree, history === 'whole');
  const entries = [...passed].reverse();
  const [first] = entries;
  if (history === 'whole' || !first || !isBoundary(first))
    return { entries, leaf, compacted: new Set(), breaks };
  return {
    entries: withPreserved(first, entries, tree),
    leaf,
    compacted: compactedBy(first, tree),
    breaks,
  };
}

interface Climb {
  readonly passed: ReadonlySet<Entry>;
  readonly breaks: readonly Break[];
}

function climb(leaf: Entry, tree: Tree, overBoundaries: boolean): Climb {
  const passed = new Set<Entry>();
  const breaks: Break[] = [];
  let at: Entry | undefined = leaf;
  while (at) {
    passed.add(at);
    if (isBoundary(at) && !overBoundaries) break;
    const { entry, broken } = parentOf(at, tree, passed);
    if (broken) breaks.push(broken);
    at = entry;
  }
  return { passed, breaks };
}

interface Above {
  readonly entry: Entry | undefined;
  readonly broken?: Break;
}

/** Where a damaged line may have been the parent, the conversation goes on above that line. */
function parentOf(entry: Entry, tree: Tree, passed: ReadonlySet<Entry>): Above {
  if (followed(entry) === undefined) return { entry: undefined };
  const parent = above(entry, tree);
  const next = parent ?? tree.beforeDamage.get(entry);
  const isCycle = next !== undefined && passed.has(next);
  if (parent && !isCycle) return { entry: parent };
  return {
    entry: isCycle ? undefined : next,
    broken: {
      entry,
      kind: parent ? 'cycle' : 'missing-parent',
      isBridged: next !== undefined && !isCycle,
    },
  };
}

/** What was said before the boundary and is still told follows the entry that it is anchored to. */
function withPreserved(boundary: Entry, entries: readonly Entry[], tree: Tree): readonly Entry[] {
  const preserved = preservedBy(boundary, tree);
  const anchor = entries.findIndex(({ uuid }) => uuid === preserved?.anchor);
  if (!preserved || anchor === -1) return entries;
  const told = new Set(entries);
  const kept = preserved.entries.filter((entry) => !told.has(entry));
  return [...entries.slice(0, anchor + 1), ...kept, ...entries.slice(anchor + 1)];
}

function compactedBy(boundary: Entry, tree: Tree): ReadonlySet<Entry> {
  const last = above(boundary, tree);
  return last ? climb(last, tree, true).passed : new Set();
}
