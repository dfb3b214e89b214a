import type { Item } from './item.ts';

/** The items that stand at a version, in the order in which they came. */
export interface Items extends Pick<ReadonlyMap<string, Item>, 'get' | 'has'> {
  readonly values: () => Iterable<Item>;
}

/** What a context holds at a version: the fold of its commits. */
export interface State {
  readonly version: number;
  readonly items: Items;
}
