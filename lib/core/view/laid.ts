import type { LeftOut, StepReport } from './meter.ts';
import { ownPointer, type Passage, sumOf } from './passage.ts';

/** A view on its way. */
export interface Laid {
  readonly passages: readonly Passage[];
  readonly tokens: number;
  /** Items that were asked for and may be seen. */
  readonly items: number;
  readonly steps: readonly StepReport[];
  /** Of each item, what became of it last. */
  readonly left: readonly LeftOut[];
}

/** All there is to be shown, as it comes. */
export const wholly = (passages: readonly Passage[]): Laid => ({
  passages,
  tokens: sumOf(passages),
  items: passages.length,
  steps: [],
  left: passages.flatMap(inShort),
});

/** What comes in short is not shown whole, whatever there is room for. */
function inShort(passage: Passage): readonly LeftOut[] {
  if (passage.form === 'whole') return [];
  const pointer = ownPointer(passage);
  return [{ ...pointer, step: 'tool_output', standsIn: pointer }];
}

export interface Change {
  readonly step: LeftOut['step'];
  readonly passages: readonly Passage[];
  readonly tokens: number;
  /** What is shown otherwise for it, or not at all. */
  readonly left: readonly LeftOut[];
}

/** The view behind a step; one that left everything as it was is none. */
export function behind(laid: Laid, { step, passages, tokens, left }: Change): Laid {
  if (left.length === 0) return laid;
  const report = { step, items: left.length, tokensBefore: laid.tokens, tokensAfter: tokens };
  const earlier = new Map(laid.left.map((one) => [one.item, one]));
  if (earlier.size > 0) for (const { item } of left) earlier.delete(item);
  return {
    ...laid,
    passages,
    tokens,
    steps: [...laid.steps, report],
    left: [...earlier.values(), ...left],
  };
}
