import { hashedWords } from '../context/hashed-words.ts';
import type { Postings } from './postings.ts';

/** How often some texts say some words, which are told as their hashes. */
export interface WordCounts {
  /** Of each word, by where the text stands. */
  readonly byWord: ReadonlyMap<number, Uint32Array>;
  /** Counts in a text what it says, and answers with its length in words. */
  readonly read: (text: string, at: number) => number;
  /** Counts in the texts whose words are kept, by who has which place there. */
  readonly lookUp: (postings: Postings, whoIs: Int32Array) => void;
}

/** Bits of a word that tell at once of most that they are none of them. */
const TELLING = (1 << 12) - 1;

export function createWordCounts(words: readonly number[], texts: number): WordCounts {
  const byWord = new Map(words.map((word) => [word, new Uint32Array(texts)]));
  const mayBe = new Uint8Array(TELLING + 1);
  for (const word of words) mayBe[word & TELLING] = 1;
  return {
    byWord,
    read: (text, at) => {
      const said = hashedWords(text);
      for (let place = 0; place < said.length; place += 1) {
        const word = said[place] as number;
        const counts = mayBe[word & TELLING] === 1 ? byWord.get(word) : undefined;
        if (counts) counts[at] = (counts[at] as number) + 1;
      }
      return said.length;
    },
    lookUp: (postings, whoIs) => {
      for (const [word, counts] of byWord) postings.count(word, whoIs, counts);
    },
  };
}
