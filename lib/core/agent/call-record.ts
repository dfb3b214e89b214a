import * as z from 'zod';
import { LossCounts } from '../message/loss.ts';
import { Usage } from '../message/usage.ts';

/** One model call that was answered. */
export const CallRecord = z.object({
  backend: z.string(),
  model: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  durationMs: z.number().nonnegative(),
  usage: Usage,
  /** Tokens of the request by our own count, where it was counted: the maker's tell how far off that is. */
  counted: z.int().nonnegative().optional(),
  /** Null where no price is known. */
  costUsd: z.number().nonnegative().nullable(),
  /** What the rendering for this maker could not carry: how often, by the kind of loss. */
  losses: LossCounts,
});
export type CallRecord = z.infer<typeof CallRecord>;
