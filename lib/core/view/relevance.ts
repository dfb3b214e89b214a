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

/** How much each of some texts has to do with a query: from 0 to 1, the best having 1 unless none has anything to do with it. */
export type Ranking = (query: string) => Float64Array;

/** Okapi BM25; an item is read once, as long as it is the same object. */
export type Relevance = (texts: readonly Text[]) => Ranking;

export function createRelevance(): Relevance {
  let known = nothingKnown();

  const placed = (texts: readonly Text[]) => ({ by: known, places: placesIn(known, texts) });

  return (texts) => {
    if (known.postings.lengths.length > texts.length + MAX_STRANGERS) known = nothingKnown();
    let { by, places } = placed(texts);
    return (query) => {
      if (by !== known) ({ by, places } = placed(texts));
      const scores = scoresOf(known.postings, [...hashesIn(query)].slice(0, MAX_WORDS));
      return shareOfBest(Float64Array.from(places, (place) => scores[place] ?? 0));
    };
  };
}

/** Texts that have been read. */
interface Known {
  readonly places: WeakMap<Item, number>;
  readonly postings: Postings;
}

const nothingKnown = (): Known => ({ places: new WeakMap(), postings: createPostings() });

const placesIn = ({ places, postings }: Known, texts: readonly Text[]): Int32Array =>
  Int32Array.from(texts, ({ item, words }) => {
    const found = places.get(item);
    if (found !== undefined) return found;
    const place = postings.add((visit) => eachHash(words, visit));
    places.set(item, place);
    return place;
  });

function scoresOf({ lengths, holding }: Postings, query: readonly number[]): Float64Array {
  const scores = new Float64Array(lengths.length);
  const usual = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / lengths.length);
  for (const word of query) {
    const { count, places, times } = holding(word);
    const rarity = rarityOf(count, lengths.length);
    for (let at = 0; at < count; at += 1) {
      const place = places[at] as number;
      const weight = weightOf(times[at] as number, lengths[place] as number, usual);
      scores[place] = (scores[place] as number) + rarity * weight;
    }
  }
  return scores;
}

function shareOfBest(scores: Float64Array): Float64Array {
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  return best > 0 ? scores.map((score) => score / best) : scores;
}

const rarityOf = (holders: number, texts: number) =>
  Math.log(1 + (texts - holders + 0.5) / (holders + 0.5));
