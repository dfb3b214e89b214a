import type { Compression } from './compression.ts';
import type { LeftOut } from './meter.ts';
import type { Passage, Weigh } from './passage.ts';

/** What a step of compression may go by. */
export interface StepContext {
  readonly compression: Compression;
  readonly weigh: Weigh;
}

export interface StepOutcome {
  readonly passages: readonly Passage[];
  readonly replaced: readonly Omit<LeftOut, 'step'>[];
}

/** Makes a view smaller; the passages come in the order in which they were written. */
export type Step = (passages: readonly Passage[], context: StepContext) => StepOutcome;
