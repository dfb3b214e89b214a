import * as z from 'zod';
import type { Usage } from '../../core/message/usage.ts';

const count = z.number().nonnegative().nullish().catch(undefined);

/** https://platform.openai.com/docs/api-reference/chat/object, `usage` */
export const WireUsage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish(),
});
type WireUsage = z.infer<typeof WireUsage>;

/**
 * What a reply took. The input includes what was read from the cache; the output includes the
 * reasoning, which xAI counts in the total alone.
 */
export function toUsage(usage: WireUsage): Usage {
  const input = whole(usage.prompt_tokens);
  const output = Math.max(whole(usage.completion_tokens), whole(usage.total_tokens) - input);
  const cached = usage.prompt_tokens_details?.cached_tokens;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens;
  return {
    inputTokens: input,
    outputTokens: output,
    ...(cached != null && { cachedTokens: whole(cached) }),
    ...(reasoning != null && { reasoningTokens: whole(reasoning) }),
  };
}

const whole = (tokens: number | null | undefined) => Math.ceil(tokens ?? 0);
