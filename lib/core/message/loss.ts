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
