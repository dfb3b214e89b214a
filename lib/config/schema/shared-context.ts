import * as z from 'zod';
import { ItemKind } from '../../core/context/item.ts';
import { Sharing } from '../../core/coordination/team.ts';
import { CompressionStep } from '../../core/view/compression.ts';
import { Redact } from './redact.ts';

const names = z.array(z.string().min(1)).min(1).optional();

const Bounds = z.looseObject({
  depth: z.int().positive().optional().describe('Most links of a chain of acts.'),
  per_minute: z.int().positive().optional().describe('Most acts in a minute.'),
  usd: z.number().positive().optional().describe('Most that its acts may cost, in US dollars.'),
});

const SubscriptionConfig = z.looseObject({
  agent: z.string().optional().describe('Who is shown it; every agent unless one is named.'),
  kinds: z.array(ItemKind).min(1).optional().describe('Only items of these kinds.'),
  authors: names.describe('Only what these agents or people wrote.'),
  tags: names.describe('Only what has one of these tags.'),
  branches: names.describe('Only what was written on these branches; main unless said.'),
  then: z.enum(['view', 'act']).optional().describe('Be shown it, or be called to act on it too.'),
  bounds: Bounds.optional().describe('What acting may set in motion.'),
  budget: z.int().positive().optional().describe('Most tokens of what it shows.'),
});
export type SubscriptionConfig = z.infer<typeof SubscriptionConfig>;

const CompressionConfig = z.looseObject({
  steps: z
    .array(CompressionStep)
    .optional()
    .describe('What may be done with what does not fit; the cheapest is done first.'),
  tool_output_characters: z
    .int()
    .positive()
    .optional()
    .describe('What stays of the output of a tool that is shortened.'),
  share: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe('The share of the budget that is filled when a view is laid anew.'),
});

/** What agents see of one another and of the context. */
export const SharedContext = z.looseObject({
  sharing: Sharing.optional().describe(
    'What agents see of one another: their answers, all that led to them, or nothing before the vote.',
  ),
  token_budget: z.int().positive().optional().describe('Most tokens that an agent is shown.'),
  compression: CompressionConfig.optional().describe('How what does not fit is made shorter.'),
  subscriptions: z.array(SubscriptionConfig).optional().describe('What each agent wants to see.'),
  redact: Redact.optional().describe('What is masked before it is written down.'),
});
export type SharedContext = z.infer<typeof SharedContext>;
