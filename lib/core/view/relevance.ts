import type { Item } from '../context/item.ts';
import { eachTerm, termsIn } from './terms.ts';

/** Texts that are remembered though they were not among the last that were ranked. */
const MAX_STRANGERS = 20_000;
/** Words of a query that count. */
const MAX_TERMS = 64;
const K1 = 1.2;
const B = 0.75;

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
  let index = emptyIndex();
  return (texts, query) => {
    if (index.starts.length > texts.length + MAX_STRANGERS) index = emptyIndex();
    const places = texts.map((text) => placeOf(index, text));
    const scores = scoresOf(index, [...termsIn(query)].slice(0, MAX_TERMS));
    const best = places.reduce((most, place) => Math.max(most, scores[place] ?? 0), 0);
    return places.map((place) => (best > 0 ? (scores[place] ?? 0) / best : 0));
  };
}

/** The words of all texts, one after the other: a scan of them takes less than looking them up would. */
interface Index {
  readonly places: WeakMap<Item, number>;
  /** Where each text begins. */
  readonly starts: number[];
  terms: Int32Array;
  end: number;
}

const emptyIndex = (): Index => ({
  places: new WeakMap(),
  starts: [],
  terms: new Int32Array(4096),
  end: 0,
});

function placeOf(index: Index, { item, words }: Text): number {
  const known = index.places.get(item);
  if (known !== undefined) return known;
  const place = index.starts.length;
  index.starts.push(index.end);
  index.places.set(item, place);
  if (index.end + words.length > index.terms.length) index.terms = grown(index, words.length);
  const { terms } = index;
  let { end } = index;
  eachTerm(words, (term) => {
    terms[end] = term;
    end += 1;
  });
  index.end = end;
  return place;
}

function grown({ terms, end }: Index, more: number): Int32Array {
  const larger = new Int32Array(2 * (end + more));
  larger.set(terms.subarray(0, end));
  return larger;
}

function scoresOf(index: Index, query: readonly number[]): Float64Array {
  const { starts, end } = index;
  const texts = starts.length;
  const counts = countIn(index, query);
  const average = Math.max(1, end / Math.max(1, texts));
  const scores = new Float64Array(texts);
  for (let slot = 0; slot < query.length; slot += 1) {
    const counted = counts.subarray(slot * texts, (slot + 1) * texts);
    const rarity = rarityOf(holdersIn(counted), texts);
    for (let place = 0; place < texts; place += 1) {
      const often = counted[place] ?? 0;
      if (often === 0) continue;
      const length = (starts[place + 1] ?? end) - (starts[place] ?? 0);
      const norm = K1 * (1 - B + (B * length) / average);
      scores[place] = (scores[place] ?? 0) + (rarity * often * (K1 + 1)) / (often + norm);
    }
  }
  return scores;
}

/** How often each term of a query stands in each text, term by term. */
function countIn({ terms, starts, end }: Index, query: readonly number[]): Uint32Array {
  const texts = starts.length;
  const counts = new Uint32Array(query.length * texts);
  const slotOf = slotsFor(query);
  for (let place = 0; place < texts; place += 1) {
    const next = starts[place + 1] ?? end;
    for (let at = starts[place] ?? end; at < next; at += 1) {
      const slot = slotOf(terms[at] as number);
      if (slot !== undefined)
        counts[slot * texts + place] = (counts[slot * texts + place] ?? 0) + 1;
    }
  }
  return counts;
}

/** The place of a term in a query; most terms are turned away without looking it up. */
function slotsFor(query: readonly number[]) {
  const slots = new Map(query.map((term, slot) => [term, slot]));
  const mayBe = new Uint8Array(1 << 16);
  for (const term of query) mayBe[term & 0xffff] = 1;
  return (term: number) => (mayBe[term & 0xffff] === 1 ? slots.get(term) : undefined);
}

const rarityOf = (holders: number, texts: number) =>
  Math.log(1 + (texts - holders + 0.5) / (holders + 0.5));

function holdersIn(counts: Uint32Array): number {
  let holders = 0;
  for (const often of counts) if (often > 0) holders += 1;
  return holders;
}
