import { distance } from 'fastest-levenshtein';

/** Longer than this, a word is no misspelling of anything here. */
const MAX_LENGTH = 80;

/** `maxTokens`, `Max-Tokens` and `max_tokens` are one word. */
const plain = (word: string) =>
  word
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[-\s]/g, '_')
    .toLowerCase();

interface Near {
  readonly word: string;
  readonly edits: number;
}

function nearestOf(word: string, words: readonly string[]): Near | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const meant = plain(word);
  let best: Near | undefined;
  for (const candidate of words) {
    const edits = distance(meant, plain(candidate));
    if (!best || edits < best.edits) best = { word: candidate, edits };
  }
  return best;
}

/** The one of `words` that is spelt most like `word`; of equals, the first. */
export const nearest = (word: string, words: readonly string[]): string =>
  nearestOf(word, words)?.word ?? '';

/** As `nearest`, but only where `word` looks like a slip of it. */
export function misspelt(word: string, words: readonly string[]): string | undefined {
  const near = nearestOf(word, words);
  const allowed = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 4));
  return near && near.edits <= allowed ? near.word : undefined;
}
