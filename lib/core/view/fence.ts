import { sha256 } from '../shared/hash.ts';

/** A word that nobody can have known who wrote before `seal` was made. */
export const nonceFrom = (seal: string): string => sha256(`fence ${seal}`).slice(0, 10);

/** Characters of a label: what it names was named by somebody else, too. */
const MAX_LABEL = 200;

/**
 * Sets off what somebody else wrote: attributed, bounded, and between marks that its text cannot
 * imitate, since it cannot hold their nonce.
 */
export function fence(label: string, text: string, nonce: string, maxCharacters: number): string {
  const hidden = (words: string) => words.replaceAll(nonce, '·'.repeat(nonce.length));
  const body = shorten(hidden(text), maxCharacters);
  const name = hidden(label).replaceAll(/\s+/g, ' ').slice(0, MAX_LABEL).toWellFormed();
  return `<<< ${name} ${nonce}\n${body}\n>>> end of ${name} ${nonce}`;
}

function shorten(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const left = text.length - maxCharacters;
  return `${text.slice(0, maxCharacters).toWellFormed()}\n[... ${left} more characters left out]`;
}
