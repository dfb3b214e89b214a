import * as z from 'zod';
import { Compression } from './compression.ts';
import { Subscription } from './subscription.ts';

/** What the agents of a team are shown of their context, beside the answers that stand. */
export const ViewSettings = z.object({
  /** Tokens, at most, that one agent has before its eyes. */
  budget: z.int().positive().default(16_000),
  compression: Compression.prefault({}),
  subscriptions: z.array(Subscription).default([]),
});
export type ViewSettings = z.infer<typeof ViewSettings>;
