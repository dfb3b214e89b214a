import { sha256 } from '../shared/hash.ts';

/** A word that nobody can have known who wrote before `seal` was made. */
export const nonceFrom = (seal: string): string => sha256(`fence ${seal}`).slice(0, 10);

/** Characters of a label: who wrote it, and what it is called. */
const MAX_LABEL = 200;

/**
 * Sets off what somebody else wrote: attributed, bounded, and between marks that its text cannot
 * imitate, since it cannot hold their nonce. Names are others' words as well, so a label is one line.
 */
export function fence(label: string, text: string, nonce: string, maxCharacters: number): string {
  const without = (words: string) => words.replaceAll(nonce, '·'.repeat(nonce.length));
  const name = without(
    label
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .slice(0, MAX_LABEL)
      .toWellFormed(),
  );
  const body = shorten(without(text), maxCharacters);
  return `<<< ${name} ${nonce}\n${body}\n>>> end of ${name} ${nonce}`;
}

function shorten(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const left = text.length - maxCharacters;
  return `${text.slice(0, maxCharacters).toWellFormed()}\n[... ${left} more characters left out]`;
}
