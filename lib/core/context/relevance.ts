/** From so many times on, a text says a word often. */
const OFTEN = 3;

/** Where BM25 bends: how soon a word said again counts for less, and how much a text's length does. */
const SATURATION = 1.2;
const LENGTH = 0.75;
const USUAL_WORDS = 300;

/** The different words of a text, and those among them that it says often. */
export interface Tally {
  readonly words: ReadonlySet<string>;
  readonly often: ReadonlySet<string>;
  readonly length: number;
}

export function tallyOf(words: Iterable<{ readonly word: string }>): Tally {
  const counts = new Map<string, number>();
  let length = 0;
  for (const { word } of words) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    length += 1;
  }
  const often = [...counts].filter(([, count]) => count >= OFTEN).map(([word]) => word);
  return { words: new Set(counts.keys()), often: new Set(often), length };
}

/** How much a text of so many words has to say a word more often than others to count as much. */
export const normOf = (length: number, usual: number): number =>
  SATURATION * (1 - LENGTH + (LENGTH * length) / usual);

/** What it counts, in BM25, that a text of that norm says one of its words so often. */
export const weightOf = (often: number, norm: number): number =>
  (often * (SATURATION + 1)) / (often + norm);

/**
 * How well a text of so many words answers a query of which it says `often` terms often, and the
 * others once. It is BM25 with two counts, so that an index need not keep the others, and without
 * the rarity of words, since every match has them all.
 */
export function relevance(length: number, terms: number, often: number): number {
  const norm = normOf(length, USUAL_WORDS);
  return (often * weightOf(OFTEN, norm) + (terms - often) * weightOf(1, norm)) / terms;
}
