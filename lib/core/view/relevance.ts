import { hashedWords } from '../context/hashed-words.ts';
import { normOf, weightOf } from '../context/relevance.ts';
import { once } from '../shared/once.ts';
import { createPostings } from './postings.ts';
import { createWordCounts, type WordCounts } from './word-counts.ts';

/** Words of a query that count. */
const MAX_WORDS = 64;

/** A text, and what has been found out about it. */
export interface Text {
  readonly words: string;
  /** In words: from when it is ranked first. */
  length?: number;
  /** Among the texts whose words are kept: from when it is ranked again. */
  place?: number;
}

/** How much each of some texts has to do with a query: from 0 to 1, the best having 1 unless none has anything to do with it. */
export type Ranking = (query: string) => Float64Array;

/** Okapi BM25. A text that is ranked once is only read; the words of one that is ranked again are kept. */
export interface Relevance {
  readonly rankingOf: (texts: readonly Text[]) => Ranking;
  /** How many texts there are whose words are kept. */
  readonly kept: () => number;
}

export function createRelevance(): Relevance {
  const postings = createPostings();

  /** Counts in texts that are new, keeps the words of the others, and says who has which place. */
  const readThrough = (texts: readonly Text[], counts: WordCounts): Int32Array => {
    texts.forEach((text, at) => {
      if (text.length === undefined) text.length = counts.read(text.words, at);
      else text.place ??= postings.add(hashedWords(text.words));
    });
    return whoIsWho(texts, postings.texts());
  };

  const rankingOf: Relevance['rankingOf'] = (texts) => {
    const norms = once(() => normsOf(texts));
    let isAsked = false;
    let places: Int32Array | undefined;
    return (query) => {
      const words = [...new Set(hashedWords(query))].slice(0, MAX_WORDS);
      const counts = createWordCounts(words, texts.length);
      const whoIs = places ?? readThrough(texts, counts);
      if (isAsked) places = whoIs; // none of them is new any more
      isAsked = true;
      counts.lookUp(postings, whoIs);
      return shareOfBest(scoresOf(norms(), [...counts.byWord.values()]));
    };
  };

  return { rankingOf, kept: postings.texts };
}

/** Where the text of each place stands among those that are ranked; -1: it is none of them. */
function whoIsWho(texts: readonly Text[], places: number): Int32Array {
  const whoIs = new Int32Array(places).fill(-1);
  texts.forEach(({ place }, at) => {
    if (place !== undefined) whoIs[place] = at;
  });
  return whoIs;
}

/** Of texts that have been read. */
function normsOf(texts: readonly Text[]): Float64Array {
  const lengths = Float64Array.from(texts, ({ length = 0 }) => length);
  const usual = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / texts.length);
  return lengths.map((length) => normOf(length, usual));
}

function scoresOf(norms: Float64Array, counts: readonly Uint32Array[]): Float64Array {
  const scores = new Float64Array(norms.length);
  for (const times of counts) {
    const rarity = rarityOf(times);
    for (let at = 0; at < times.length; at += 1) {
      const often = times[at] as number;
      if (often === 0) continue;
      scores[at] = (scores[at] as number) + rarity * weightOf(often, norms[at] as number);
    }
  }
  return scores;
}

function rarityOf(times: Uint32Array): number {
  let holders = 0;
  for (const often of times) if (often > 0) holders += 1;
  return Math.log(1 + (times.length - holders + 0.5) / (holders + 0.5));
}

function shareOfBest(scores: Float64Array): Float64Array {
  let best = 0;
  for (const score of scores) if (score > best) best = score;
  return best > 0 ? scores.map((score) => score / best) : scores;
}
