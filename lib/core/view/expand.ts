import type { View } from './lay-view.ts';
import type { LeftOut } from './meter.ts';
import { MAX_SHOWN, ownPointer, type Passage, reworded, sumOf, type Weigh } from './passage.ts';
import { shortened } from './shorten-outputs.ts';

/** Characters below which a piece of something is not worth showing. */
const MIN_PIECE = 200;

/**
 * Passages whole, as far as there is room for them, as they were written; what the room ends in is
 * shown as far as it goes. The meter says what is not there whole.
 */
export function expand(passages: readonly Passage[], tokens: number, weigh: Weigh): View {
  const shown: Passage[] = [];
  const left: LeftOut[] = [];
  let room = tokens;
  for (const passage of passages) {
    const fitting = fitted(passage, room, weigh);
    if (fitting) shown.push(fitting);
    room -= fitting?.tokens ?? 0;
    if (fitting !== passage) left.push(notWhole(passage, fitting !== undefined));
  }
  const tokensBefore = sumOf(passages);
  const tokensAfter = sumOf(shown);
  return {
    passages: shown,
    meter: {
      budget: tokens,
      tokens: tokensAfter,
      pinnedTokens: 0,
      items: passages.length,
      steps:
        left.length > 0
          ? [{ step: 'left_out', items: left.length, tokensBefore, tokensAfter }]
          : [],
      left,
    },
  };
}

/** The passage itself where there is room for it, else as much of its two ends as there is room for. */
function fitted(passage: Passage, room: number, weigh: Weigh): Passage | undefined {
  const { words, tokens } = passage;
  if (tokens <= room && words.length <= MAX_SHOWN) return passage;
  const share = Math.min(1, room / tokens);
  let most = Math.min(Math.floor(words.length * share), MAX_SHOWN - MIN_PIECE);
  for (; most >= MIN_PIECE; most = Math.floor(most * 0.8)) {
    const piece = reworded(passage, { form: 'shortened', words: shortened(words, most) }, weigh);
    if (piece.tokens <= room) return piece;
  }
  return undefined;
}

const notWhole = (passage: Passage, isShown: boolean): LeftOut => ({
  ...ownPointer(passage),
  step: 'left_out',
  ...(isShown && { standsIn: ownPointer(passage) }),
});
