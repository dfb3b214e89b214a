import { eachHash, hashesIn } from '../context/hashed-words.ts';
import type { Item } from '../context/item.ts';
import { weightOf } from '../context/relevance.ts';
import { createPostings, type Postings } from './postings.ts';

/** Texts that are remembered though they were not among the last that were ranked. */
const MAX_STRANGERS = 20_000;
/** Words of a query that count. */
const MAX_WORDS = 64;

export interface Text {
  readonly item: Item;
  readonly words: string;
}

/**
 * How much each text has to do with a query: from 0 to 1, the best having 1 unless none has
 * anything to do with it. Okapi BM25; an item is read once, as long as it is the same object.
 */
export type Relevance = (texts: readonly Text[], query: string) => readonly number[];

export function createRelevance(): Relevance {
  let known = nothingKnown();
  return (texts, query) => {
    if (known.postings.lengths.length > texts.length + MAX_STRANGERS) known = nothingKnown();
    const { places, postings } = known;
    const asked = texts.map(({ item, words }) => {
      const found = places.get(item);
      if (found !== undefined) return found;
      const place = postings.add((visit) => eachHash(words, visit));
      places.set(item, place);
      return place;
    });
    const scores = scoresOf(postings, [...hashesIn(query)].slice(0, MAX_WORDS));
    const best = asked.reduce((most, place) => Math.max(most, scores[place] ?? 0), 0);
    return asked.map((place) => (best > 0 ? (scores[place] ?? 0) / best : 0));
  };
}

const nothingKnown = () => ({ places: new WeakMap<Item, number>(), postings: createPostings() });

function scoresOf(postings: Postings, query: readonly number[]): Float64Array {
  const { lengths } = postings;
  const scores = new Float64Array(lengths.length);
  const usual = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / lengths.length);
  for (const word of query) {
    const counts = new Uint32Array(lengths.length);
    const holders: number[] = [];
    postings.each(word, (place) => {
      if (counts[place] === 0) holders.push(place);
      counts[place] = (counts[place] as number) + 1;
    });
    const rarity = rarityOf(holders.length, lengths.length);
    for (const place of holders) {
      const weight = weightOf(counts[place] as number, lengths[place] as number, usual);
      scores[place] = (scores[place] as number) + rarity * weight;
    }
  }
  return scores;
}

const rarityOf = (holders: number, texts: number) =>
  Math.log(1 + (texts - holders + 0.5) / (holders + 0.5));
