import type { CompressionStep } from './compression.ts';
import type { Pointer } from './pointer.ts';

/** An item that is not shown whole, by which step, and what is shown in its stead. */
export interface LeftOut extends Pointer {
  readonly step: CompressionStep | 'left_out';
  /** The item in whose place in the view it is told of; without one, nothing tells of it. */
  readonly standsIn?: Pointer;
}

export interface StepReport {
  readonly step: LeftOut['step'];
  /** Items that are shown otherwise for it, or not at all. */
  readonly items: number;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
}

/** What a view takes, and what became of all that was asked for and is not in it whole. */
export interface Meter {
  readonly budget: number;
  /** Above the budget only where what is pinned alone is. */
  readonly tokens: number;
  readonly pinnedTokens: number;
  /** Items that were asked for and may be seen. */
  readonly items: number;
  readonly steps: readonly StepReport[];
  readonly left: readonly LeftOut[];
}

/** The meter for people, a line for each step. */
export function inWords({ budget, tokens, pinnedTokens, items, steps, left }: Meter): string {
  const whole = items - left.length;
  const pinned = pinnedTokens > 0 ? `, ${pinnedTokens} of them pinned` : '';
  return [
    `${tokens} of ${budget} tokens${pinned}; ${whole} of ${items} items whole`,
    ...(pinnedTokens > budget ? ['what is pinned alone takes more than there is'] : []),
    ...steps.map(
      (step) =>
        `${wordsOf[step.step]}: ${step.items} (${step.tokensBefore} -> ${step.tokensAfter} tokens)`,
    ),
  ].join('\n');
}

const wordsOf = {
  superseded: 'superseded by something later',
  repeats: 'said elsewhere word for word',
  tool_output: 'output of tools, shortened',
  summary: 'told in a sentence or two',
  left_out: 'left out',
} as const satisfies Record<LeftOut['step'], string>;
