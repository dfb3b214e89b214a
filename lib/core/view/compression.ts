import * as z from 'zod';

/** What can be done with what does not fit, the cheapest first. */
export const CompressionStep = z.enum(['superseded', 'repeats', 'tool_output', 'summary']);
export type CompressionStep = z.infer<typeof CompressionStep>;

/** How a view is made to fit. What is left over after the steps is left out, and said so. */
export const Compression = z.object({
  /** Taken in the order of `CompressionStep`, each only while there is too much. */
  steps: z.array(CompressionStep).default([...CompressionStep.options]),
  /** Characters of a tool's output that stay when it is shortened. */
  outputCharacters: z.int().positive().default(1_000),
  /** The share of the budget that a view may take when it is laid anew; the rest is room for news. */
  share: z.number().positive().max(1).default(0.6),
});
export type Compression = z.infer<typeof Compression>;

/** What of a tool's output is shown where there is room for all of it. */
const UNASKED = 6_000;

/** Characters of a tool's output that are shown unasked; undefined: all of them. */
export const shownOutput = ({ steps, outputCharacters }: Compression): number | undefined =>
  steps.includes('tool_output') ? Math.max(UNASKED, outputCharacters) : undefined;
