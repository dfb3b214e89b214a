import { sha256 } from '../shared/hash.ts';

/** A word that nobody can have known who wrote before `seal` was made. */
export const nonceFrom = (seal: string): string => sha256(`fence ${seal}`).slice(0, 10);

/**
 * Sets off what somebody else wrote: attributed, bounded, and between marks that its text cannot
 * imitate, since it cannot hold their nonce.
 */
export function fence(label: string, text: string, nonce: string, maxCharacters: number): string {
  const body = shorten(text.replaceAll(nonce, '·'.repeat(nonce.length)), maxCharacters);
  return `<<< ${label} ${nonce}\n${body}\n>>> end of ${label} ${nonce}`;
}

function shorten(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const left = text.length - maxCharacters;
  return `${text.slice(0, maxCharacters).toWellFormed()}\n[... ${left} more characters left out]`;
}
