import { type Term, wordsIn } from './words.ts';

/** Characters that an excerpt has, and of those before the first word that was looked for. */
const LENGTH = 200;
const BEFORE = 40;

/** The piece of a text that holds the most of what was looked for, on one line. */
export function excerptOf(text: string, terms: readonly Term[]): string {
  const start = Math.max(0, bestPlace(text, terms) - BEFORE);
  const from = start === 0 ? 0 : afterSpace(text, start);
  const piece = text.slice(from, from + LENGTH).toWellFormed();
  const line = piece.replaceAll(/\s+/g, ' ').trim();
  return `${from > 0 ? '…' : ''}${line}${from + LENGTH < text.length ? '…' : ''}`;
}

interface Place {
  readonly at: number;
  readonly term: number;
}

/** Where the piece begins that holds the most different terms; of equals, the first. */
function bestPlace(text: string, terms: readonly Term[]): number {
  let recent: readonly Place[] = [];
  let best = { at: 0, held: 0 };
  for (const { word, at } of wordsIn(text)) {
    const term = terms.findIndex((one) =>
      one.isPrefix ? word.startsWith(one.word) : word === one.word,
    );
    if (term < 0) continue;
    recent = [...recent.filter((place) => at - place.at < LENGTH - BEFORE), { at, term }];
    const held = new Set(recent.map((place) => place.term)).size;
    if (held > best.held) best = { at: recent[0]?.at ?? at, held };
    if (held === terms.length) break;
  }
  return best.at;
}

/** Behind the next space, unless that is far. */
function afterSpace(text: string, start: number): number {
  const space = text.slice(start, start + BEFORE).search(/\s/);
  return space < 0 ? start : start + space + 1;
}
