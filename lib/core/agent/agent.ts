import * as z from 'zod';
import { Json } from '../shared/json.ts';

/** How one model is reached: a backend's type, and its options as the configuration spells them. No secrets. */
export const BackendSpec = z.object({
  type: z.string(),
  model: z.string().optional(),
  options: z.record(z.string(), Json),
});
export type BackendSpec = z.infer<typeof BackendSpec>;

export const Agent = z.object({
  id: z.string(),
  systemMessage: z.string().optional(),
  /** Its own backend, then its fallbacks in order. */
  backends: z.array(BackendSpec).min(1),
});
export type Agent = z.infer<typeof Agent>;
