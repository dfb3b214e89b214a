import { MAX_WORD, wordsIn } from './words.ts';

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Words that have been found so far. */
interface Found {
  readonly hashes: Int32Array;
  count: number;
}

/** Where the words of most texts are written down, over and over. */
const desk = new Int32Array(16 * 1024);

/**
 * The words of a text, as `wordsIn` has them and in its order, each as a number that is always the
 * same for it (FNV-1a, 32 bits): for counting and comparing, at a tenth of what the words take. They
 * stand until the next call.
 */
export function hashedWords(text: string): Int32Array {
  const hashes = text.length > desk.length ? new Int32Array(text.length) : desk;
  const found = { hashes, count: 0 };
  let at = 0;
  while (at < text.length) {
    const end = readAscii(text, at, found);
    at = end < text.length ? readForeign(text, end, found) : end;
  }
  return hashes.subarray(0, found.count);
}

/** By the code of an ASCII character that is part of a word: its small letter; else 0. */
const LETTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z0-9]/i.test(String.fromCharCode(code))
    ? String.fromCharCode(code).toLowerCase().charCodeAt(0)
    : 0,
);

/** Takes the words up to one that holds a character of another script; where that one begins, or the end. */
function readAscii(text: string, from: number, found: Found): number {
  const { hashes } = found;
  let { count } = found;
  let hash = OFFSET;
  let start = from;
  for (let at = from; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : BLANK;
    if (code > 127) break;
    const letter = LETTERS[code] as number;
    if (letter > 0) {
      hash = Math.imul(hash ^ letter, PRIME);
      continue;
    }
    if (isWord(start, at)) hashes[count++] = hash;
    hash = OFFSET;
    start = at + 1;
  }
  found.count = count;
  return Math.min(start, text.length);
}

/** Stands behind the last word. */
const BLANK = 0x20;

const isWord = (start: number, end: number) => end > start && end - start <= MAX_WORD;

/** ASCII that is part of no word parts words in every script. */
const END = /[^a-z0-9\u{80}-\u{10ffff}]/giu;

/** Takes the words up to such a character, and says where that is. */
function readForeign(text: string, start: number, found: Found): number {
  END.lastIndex = start;
  const end = END.exec(text)?.index ?? text.length;
  for (const { word } of wordsIn(text.slice(start, end)))
    found.hashes[found.count++] = hashOf(word);
  return end;
}

function hashOf(word: string): number {
  let hash = OFFSET;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return hash;
}
