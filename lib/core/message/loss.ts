import * as z from 'zod';

/** Something that a translation could not carry, and what was done instead. */
export const Loss = z.object({
  /** What kind of thing was lost, such as `thinking` or `image-in-tool-result`. */
  kind: z.string(),
  /** Where: a path such as `messages[2].parts[0]`. */
  at: z.string(),
  instead: z.string(),
});
export type Loss = z.infer<typeof Loss>;

/** How often what kind of thing was lost. */
export const LossCounts = z.record(z.string(), z.int().positive());
export type LossCounts = z.infer<typeof LossCounts>;

export function countLosses(losses: readonly Loss[]): LossCounts {
  const counts: Record<string, number> = {};
  for (const { kind } of losses) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
