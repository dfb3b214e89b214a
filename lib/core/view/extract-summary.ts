import { hashedWords } from '../context/hashed-words.ts';
import type { Summariser } from './summariser.ts';

const SENTENCE_END = /(?<=[.!?。！？])\s+|\n+/;
/** Sentences of one text that are weighed; the beginning says what the rest is about. */
const MAX_SENTENCES = 200;
/** What tends to be worth keeping: outcomes, duties, numbers, and what went wrong. */
const TELLING =
  /\b(?:decid|agre|must|never|always|because|therefore|found|fix|fail|error|result|conclu|instead|should)|\d/i;

/** Takes the sentences that have most to do with the query, or tell most, in their order. */
export const extractSummary: Summariser = (words, query, maxCharacters) => {
  const wanted = new Set(hashedWords(query));
  const sentences = words.split(SENTENCE_END, MAX_SENTENCES).map((text) => text.trim());
  const ranked = sentences
    .map((text, place) => ({ text, place, worth: worthOf(text, place, wanted) }))
    .filter(({ text }) => text !== '')
    .sort((a, b) => b.worth - a.worth || a.place - b.place);
  const taken: typeof ranked = [];
  let left = maxCharacters;
  for (const sentence of ranked) {
    if (sentence.text.length > left) continue;
    taken.push(sentence);
    left -= sentence.text.length + 1;
  }
  const [best] = ranked;
  if (taken.length === 0 && best) return `${best.text.slice(0, maxCharacters - 1).toWellFormed()}…`;
  return taken
    .sort((a, b) => a.place - b.place)
    .map(({ text }) => text)
    .join(' ');
};

function worthOf(text: string, place: number, wanted: ReadonlySet<number>): number {
  let hits = 0;
  for (const word of hashedWords(text)) if (wanted.has(word)) hits += 1;
  return hits / Math.sqrt(text.length + 20) + (TELLING.test(text) ? 0.15 : 0) + 0.1 / (place + 1);
}
