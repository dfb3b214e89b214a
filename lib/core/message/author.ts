import * as z from 'zod';

/** Who said it: an agent by its id, `user` for a person, `massgen` for the coordination itself. */
export const Author = z.object({
  agent: z.string(),
  backend: z.string().optional(),
  model: z.string().optional(),
});
export type Author = z.infer<typeof Author>;

export const user: Author = { agent: 'user' };
export const massgen: Author = { agent: 'massgen' };
