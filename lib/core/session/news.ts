import type { Commit } from '../context/commit.ts';
import { depthOf } from '../context/depth-of.ts';
import type { Item } from '../context/item.ts';
import { toItem } from '../context/to-item.ts';
import { matches } from '../view/subscription.ts';
import { actsIn } from './act-record.ts';
import type { Reactor } from './reactor.ts';

/** What a reactor has not acted on yet. */
export interface News {
  readonly items: readonly Item[];
  /** The first version that has some of it, and the last version that was looked at. */
  readonly from: number;
  readonly upTo: number;
  /** A word that nobody could know who wrote some of it. */
  readonly seal: string;
  /** How many acts it goes back to. */
  readonly depth: number;
  /** The last version that has news which goes back to too many acts. */
  readonly tooDeep?: number;
}

/**
 * What is news to a reactor in a branch's commits, in order. What massgen writes down of its runs is
 * news only to those who ask for events by name.
 */
export function newsIn(reactor: Reactor, commits: readonly Commit[], branch: string): News {
  const acted = Math.max(0, ...actsIn(commits, reactor).map(({ upTo }) => upTo));
  const found = commits
    .filter(({ version }) => version > acted)
    .map((commit) => ({ commit, items: itemsOf(reactor, commit, branch) }))
    .filter(({ items }) => items.length > 0);
  const isTooDeep = ({ commit }: { readonly commit: Commit }) =>
    depthOf(commit) >= reactor.subscription.bounds.depth;
  const heard = found.filter((one) => !isTooDeep(one));
  const tooDeep = found.findLast(isTooDeep)?.commit.version;
  const last = commits.at(-1);
  return {
    items: heard.flatMap(({ items }) => items),
    from: heard[0]?.commit.version ?? 0,
    upTo: last?.version ?? 0,
    seal: last?.hash ?? '',
    depth: Math.max(0, ...heard.map(({ commit }) => depthOf(commit))),
    ...(tooDeep !== undefined && { tooDeep }),
  };
}

const itemsOf = ({ subscription }: Reactor, commit: Commit, branch: string): readonly Item[] =>
  commit.operations
    .flatMap((operation) => (operation.op === 'put' ? [toItem(commit, operation)] : []))
    .filter((item) => item !== undefined)
    .filter(({ kind }) => kind !== 'event' || subscription.kinds?.includes('event'))
    .filter((item) => matches(subscription, item, branch));
