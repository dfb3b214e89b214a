import type { Item } from '../context/item.ts';
import type { ViewRequest } from './view-request.ts';

/** What a view of some items stands on, made anew when they are others, or when somebody else is to be shown them. */
export type Grounds<Ground> = (
  items: readonly Item[],
  request: ViewRequest,
  make: (items: readonly Item[], request: ViewRequest) => Ground,
) => Ground;

interface Kept<Ground> {
  readonly items: readonly Item[];
  readonly request: ViewRequest;
  readonly ground: Ground;
}

/** Keeps one for each context, by its first item, and as long as that is kept. */
export function createGrounds<Ground>(): Grounds<Ground> {
  const byFirst = new WeakMap<Item, Kept<Ground>>();
  return (items, request, make) => {
    const [first] = items;
    const kept = first && byFirst.get(first);
    if (kept && isSame(kept.items, items) && isAlike(kept.request, request)) return kept.ground;
    const ground = make(items, request);
    if (first) byFirst.set(first, { items, request, ground });
    return ground;
  };
}

const isSame = (some: readonly Item[], others: readonly Item[]): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);

/** Whether two requests differ in nothing but in what is asked. */
const isAlike = (one: ViewRequest, other: ViewRequest): boolean =>
  plainly(one) === plainly(other) &&
  one.labelOf === other.labelOf &&
  one.weightOf === other.weightOf &&
  one.isHidden === other.isHidden;

/** All of a request that is data, but for the question. */
const plainly = (request: ViewRequest): string => JSON.stringify({ ...request, query: undefined });
