import type { Item } from '../context/item.ts';
import { type Pointer, pointerTo } from './pointer.ts';
import { type Reading, read } from './reading.ts';
import { createRelevance, type Ranking, type Text } from './relevance.ts';
import type { Count } from './weigher.ts';

/** Texts whose words are kept though they are not among those that are ranked. */
const MAX_STRANGERS = 20_000;

/** What has been made of an item. */
export interface Known {
  readonly reading: Reading;
  readonly text: Text;
  readonly counts: Count[];
  readonly of: readonly Pointer[];
}

/** What is dear to make of items, as long as they are the same objects. */
export interface KnownItems {
  readonly of: (item: Item) => Known;
  readonly rankingOf: (items: readonly Item[]) => Ranking;
}

export function createKnownItems(isSilent: (tool: string) => boolean): KnownItems {
  let known = new WeakMap<Item, Known>();
  let relevance = createRelevance();

  const of = (item: Item): Known => {
    const found = known.get(item);
    if (found) return found;
    const reading = read(item, isSilent);
    const made = { reading, text: { words: reading.words }, counts: [], of: [pointerTo(item)] };
    known.set(item, made);
    return made;
  };

  return {
    of,
    rankingOf: (items) => {
      if (relevance.kept() > items.length + MAX_STRANGERS) {
        known = new WeakMap();
        relevance = createRelevance();
      }
      return relevance.rankingOf(items.map((item) => of(item).text));
    },
  };
}
