import type { Tokens } from '../core/message/tokens.ts';

/** OpenAI's models count in o200k; the others' own vocabularies are not public, or too large to carry. */
const EXACT: readonly string[] = ['openai'];
/** How many more tokens others need for the same text: an upper guess, measured for none. */
const OTHERS = 1.15;

/**
 * A stretch without a break takes time with its square to be counted in one go (83 ms for 20,000
 * times one letter, measured), so it is counted in pieces, and comes to a little more.
 */
const LONG_STRETCH = /\S{256,}|\s{256,}/g;
const PIECE = 128;

/** Characters that are counted; what lies beyond is taken to be of the same kind. */
const MAX_COUNTED = 1_000_000;

type CountTokens = (text: string) => number;

/** Counts with OpenAI's vocabulary, which takes a sixth of a second to be read. */
export async function loadGptTokens(): Promise<Tokens> {
  const [{ GptEncoding }, { default: ranks }] = await Promise.all([
    import('gpt-tokenizer/GptEncoding'),
    import('gpt-tokenizer/bpeRanks/o200k_base'),
  ]);
  const { countTokens } = GptEncoding.getEncodingApi('o200k_base', () => ranks);
  // What looks like a control token is text like any other here.
  const options = { disallowedSpecial: new Set<string>() };
  return {
    count: (text, maker) => {
      const counted = boundedCount(text, (piece) => countTokens(piece, options));
      return EXACT.includes(maker) ? counted : Math.ceil(counted * OTHERS);
    },
  };
}

function boundedCount(text: string, countTokens: CountTokens): number {
  if (text.length <= MAX_COUNTED) return countAll(text, countTokens);
  const counted = countAll(text.slice(0, MAX_COUNTED), countTokens);
  return Math.ceil((counted * text.length) / MAX_COUNTED);
}

function countAll(text: string, countTokens: CountTokens): number {
  let tokens = 0;
  let end = 0;
  for (const { 0: stretch, index } of text.matchAll(LONG_STRETCH)) {
    tokens += countTokens(text.slice(end, index));
    end = index + stretch.length;
    for (let at = 0; at < stretch.length; at += PIECE)
      tokens += countTokens(stretch.slice(at, at + PIECE));
  }
  return tokens + countTokens(text.slice(end));
}
