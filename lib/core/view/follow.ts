import type { Commit } from '../context/commit.ts';
import { type History, headOf, stateAt } from '../context/history.ts';
import type { Item } from '../context/item.ts';
import { isForgotten } from '../context/operation.ts';

/** What a pointer leads to. */
export type Followed =
  | { readonly kind: 'stands'; readonly item: Item }
  /** By the commit of that version. */
  | { readonly kind: 'retired'; readonly version: number }
  /** Its body is forgotten. */
  | { readonly kind: 'purged' }
  /** There was no such item yet; it came with the commit of that version. */
  | { readonly kind: 'later'; readonly version: number }
  | { readonly kind: 'unknown' };

/** Follows the name of an item, and a version at which it stood; without one: as it stands now. */
export function follow(
  history: History,
  item: string,
  version = headOf(history).version,
): Followed {
  const found = stateAt(history, version).items.get(item);
  if (found) return { kind: 'stands', item: found };
  const touches = ({ operations }: Commit) => operations.some((one) => one.item === item);
  const touching = history.commits.slice(0, version).findLast(touches);
  const last = touching?.operations.findLast((one) => one.item === item);
  if (!touching || !last) {
    const first = history.commits.find(touches);
    return first ? { kind: 'later', version: first.version } : { kind: 'unknown' };
  }
  const isPurged = last.op === 'put' ? isForgotten(last) : last.purged === true;
  return isPurged ? { kind: 'purged' } : { kind: 'retired', version: touching.version };
}
