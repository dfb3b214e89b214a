import type { Tokens } from '../message/tokens.ts';
import { fence } from './fence.ts';
import { MAX_SHOWN } from './passage.ts';
import type { ViewRequest } from './view-request.ts';

/** Characters of the word that there was more of something. */
const MAX_NOTICE = 50;

/** What a maker takes so many characters of an item's words for. */
export interface Count {
  readonly maker: string;
  readonly characters: number;
  readonly tokens: number;
}

export interface Weigher {
  readonly words: (text: string) => number;
  /** Of an item's words, as they are shown, which are counted once. */
  readonly known: (counts: Count[], shown: string) => number;
  /** With the marks around them, as that maker has counted so far. */
  readonly marked: (label: string, bare: number) => number;
}

export function weigherOf(
  tokens: Tokens,
  { maker, correction = 1, nonce }: Pick<ViewRequest, 'maker' | 'correction' | 'nonce'>,
): Weigher {
  const marks = tokens.count(fence('', '', nonce, 0), maker);
  const words = (text: string) => tokens.count(text.slice(0, MAX_SHOWN + MAX_NOTICE), maker);
  return {
    words,
    known: (counts, shown) => {
      const characters = shown.length;
      for (const known of counts)
        if (known.maker === maker && known.characters === characters) return known.tokens;
      const count = { maker, characters, tokens: words(shown) };
      counts.push(count);
      return count.tokens;
    },
    marked: (label, bare) => Math.ceil((bare + 2 * label.length + marks) * correction),
  };
}
