/** Characters of the longest word that is kept: a hash fits, base64 does not. */
export const MAX_WORD = 64;

/** Scripts that put no spaces between words, and Hangul, which hangs endings on them. */
const SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{sc=${script}}`)
  .join('');
const RUN = new RegExp(
  `(?<unspaced>[${SCRIPTS}]+)|[[\\p{L}\\p{N}\\p{M}]--[${SCRIPTS}]]+|\\p{Extended_Pictographic}`,
  'gv',
);

/** A word as an index knows it, and the character of the text at which it begins. */
export interface Word {
  readonly word: string;
  readonly at: number;
}

/** What a query looks for: a whole word, or any word that begins so. */
export interface Term {
  readonly word: string;
  readonly isPrefix: boolean;
}

/**
 * The words of a text, in its order: runs of letters and digits, and emoji, whatever their case,
 * accents and width. Where a script puts no spaces, every two neighbours are a word, and so is the
 * last of a run, so that one character finds all words that begin with it, and two find themselves.
 */
export function* wordsIn(text: string): Generator<Word> {
  for (const { 0: run, index, groups } of text.matchAll(RUN))
    if (groups?.['unspaced']) yield* pairsIn(run, index);
    else yield* wordIn(run, index);
}

/** What a query looks for, each once, at most so many; no text is too strange to be one. */
export function termsOf(query: string, most: number): readonly Term[] {
  const terms = new Map<string, Term>();
  for (const { 0: run, groups } of query.matchAll(RUN)) {
    if (terms.size >= most) break;
    for (const term of groups?.['unspaced'] ? pairTerms(run) : wholeTerms(run))
      terms.set(term.word, term);
  }
  return [...terms.values()].slice(0, most);
}

function* wordIn(run: string, at: number): Generator<Word> {
  const word = folded(run);
  if (word && word.length <= MAX_WORD) yield { word, at };
}

function* pairsIn(run: string, start: number): Generator<Word> {
  const characters = [...run];
  let at = start;
  for (const [place, character] of characters.entries()) {
    yield* wordIn(character + (characters[place + 1] ?? ''), at);
    at += character.length;
  }
}

const wholeTerms = (run: string): readonly Term[] =>
  [...wordIn(run, 0)].map(({ word }) => ({ word, isPrefix: false }));

function pairTerms(run: string): readonly Term[] {
  const words = [...pairsIn(run, 0)].map(({ word }) => word);
  const isLone = words.length === 1;
  return (isLone ? words : words.slice(0, -1)).map((word) => ({ word, isPrefix: isLone }));
}

const ASCII = /^\p{ASCII}*$/u;
/** Accents that stand by themselves once a letter is taken apart; other scripts' marks are letters. */
const ACCENTS = /[\u0300-\u036f]/g;
const NO_WORD = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/gu;

const folded = (run: string): string =>
  ASCII.test(run)
    ? run.toLowerCase()
    : run
        .normalize('NFKD')
        .toLowerCase()
        .normalize('NFKD')
        .replaceAll(ACCENTS, '')
        .replaceAll(NO_WORD, '')
        .normalize('NFC');
