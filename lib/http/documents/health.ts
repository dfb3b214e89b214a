import * as z from 'zod';

export const Health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  environment: z.string(),
  /** The types of backends that run here. */
  backends: z.array(z.string()),
});
