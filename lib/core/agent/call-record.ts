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
  /** Null where no price is known. */
  costUsd: z.number().nonnegative().nullable(),
  /** What the rendering for this maker could not carry: how often, by the kind of loss. */
  losses: LossCounts,
});
export type CallRecord = z.infer<typeof CallRecord>;
