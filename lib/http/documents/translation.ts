import * as z from 'zod';
import { Loss } from '../../core/message/loss.ts';
import { Message } from '../../core/message/message.ts';
import { CompressionStep } from '../../core/view/compression.ts';
import { dialectNames } from '../../dialects/dialect-name.ts';

const count = z.int().nonnegative();

const Pointer = z.object({ item: z.string(), version: count });

const Step = z.union([CompressionStep, z.literal('left_out')]);

const Meter = z.object({
  budget: count,
  tokens: count,
  pinnedTokens: count,
  items: count,
  steps: z.array(z.object({ step: Step, items: count, tokensBefore: count, tokensAfter: count })),
  left: z.array(Pointer.extend({ step: Step, standsIn: Pointer.exactOptional() })),
});

export const View = z.object({
  version: count,
  text: z.string(),
  passages: z.array(
    z.object({
      form: z.enum(['whole', 'shortened', 'summary']),
      label: z.string(),
      tokens: count,
      of: z.array(Pointer),
    }),
  ),
  meter: Meter,
});

export const Rendered = z.object({
  dialect: z.enum(dialectNames),
  request: z.unknown(),
  losses: z.array(Loss),
  tokens: count,
  meter: Meter.exactOptional(),
});

export const Extracted = z.object({
  messages: z.array(Message),
  losses: z.array(Loss),
  context: z.string().exactOptional(),
  version: count.exactOptional(),
});
