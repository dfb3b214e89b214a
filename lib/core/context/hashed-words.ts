import { MAX_WORD, wordsIn } from './words.ts';

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Visits each word of a text, as `wordsIn` has them and in its order, as a number that is always the
 * same for it (FNV-1a, 32 bits): for counting and comparing, at a tenth of what the words take.
 */
export function eachHash(text: string, visit: (hash: number) => void): void {
  let at = 0;
  while (at < text.length) {
    const end = visitAscii(text, at, visit);
    at = end < text.length ? visitForeign(text, end, visit) : end;
  }
}

export function hashesIn(text: string): ReadonlySet<number> {
  const hashes = new Set<number>();
  eachHash(text, (hash) => hashes.add(hash));
  return hashes;
}

/** By the code of an ASCII character that is part of a word: its small letter; else 0. */
const LETTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z0-9]/i.test(String.fromCharCode(code))
    ? String.fromCharCode(code).toLowerCase().charCodeAt(0)
    : 0,
);

/** Visits the words up to one that holds a character of another script; where that one begins, or the end. */
function visitAscii(text: string, from: number, visit: (hash: number) => void): number {
  let hash = OFFSET;
  let start = from;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return start;
    const letter = LETTERS[code] as number;
    if (letter > 0) {
      hash = Math.imul(hash ^ letter, PRIME);
      continue;
    }
    if (at > start && at - start <= MAX_WORD) visit(hash);
    hash = OFFSET;
    start = at + 1;
  }
  if (text.length > start && text.length - start <= MAX_WORD) visit(hash);
  return text.length;
}

/** ASCII that is part of no word parts words in every script. */
const END = /[^a-z0-9\u{80}-\u{10ffff}]/giu;

/** Visits what stands up to such a character, and says where that is. */
function visitForeign(text: string, start: number, visit: (hash: number) => void): number {
  END.lastIndex = start;
  const end = END.exec(text)?.index ?? text.length;
  for (const { word } of wordsIn(text.slice(start, end))) visit(hashOf(word));
  return end;
}

function hashOf(word: string): number {
  let hash = OFFSET;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return hash;
}
