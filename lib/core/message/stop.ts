import * as z from 'zod';

/** Why a reply ended, in our words and in the maker's. */
export const Stop = z.object({
  reason: z.enum(['end', 'tool', 'length', 'filtered', 'error']),
  raw: z.string(),
});
export type Stop = z.infer<typeof Stop>;
