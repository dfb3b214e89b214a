import { ownPointer, type Passage, reworded } from './passage.ts';
import type { Step } from './step.ts';

/** Leaves the beginning and the end of what tools put out; the pointer leads to all of it. */
export const shortenOutputs: Step = (passages, { compression, weigh }) => {
  const most = compression.outputCharacters;
  const isLong = ({ reading, words, isPinned }: Passage) =>
    reading.outputs.length > 0 && words.length > most && !isPinned;
  const long = new Set(passages.filter(isLong));
  const shorten = (passage: Passage) =>
    reworded(passage, { form: 'shortened', words: shortened(passage.reading.words, most) }, weigh);
  return {
    passages: passages.map((passage) => (long.has(passage) ? shorten(passage) : passage)),
    replaced: [...long].map((passage) => ({
      ...ownPointer(passage),
      standsIn: ownPointer(passage),
    })),
  };
};

/** The two ends of a text, and how much stood between them. */
export function shortened(words: string, most: number): string {
  const beginning = Math.ceil((most * 2) / 3);
  const end = most - beginning;
  const left = words.length - most;
  return `${words.slice(0, beginning).toWellFormed()}\n[... ${left} characters left out]\n${words.slice(words.length - end).toWellFormed()}`;
}
