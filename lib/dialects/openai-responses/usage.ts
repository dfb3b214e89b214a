import * as z from 'zod';
import type { Usage } from '../../core/message/usage.ts';

const count = z.number().nonnegative().nullish().catch(undefined);

/** https://platform.openai.com/docs/api-reference/responses/object, `usage` */
export const WireUsage = z.object({
  input_tokens: count,
  output_tokens: count,
  total_tokens: count,
  input_tokens_details: z
    .object({ cached_tokens: count, cache_write_tokens: count })
    .nullish()
    .catch(undefined),
  output_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(undefined),
});
type WireUsage = z.infer<typeof WireUsage>;

/** What a reply took: the input with what was read from and written to the cache, the output with the reasoning. */
export function toUsage({
  input_tokens_details,
  output_tokens_details,
  ...usage
}: WireUsage): Usage {
  const cached = input_tokens_details?.cached_tokens;
  const written = input_tokens_details?.cache_write_tokens;
  const reasoning = output_tokens_details?.reasoning_tokens;
  return {
    inputTokens: whole(usage.input_tokens),
    outputTokens: whole(usage.output_tokens),
    ...(cached != null && { cachedTokens: whole(cached) }),
    ...(written != null && { cacheWriteTokens: whole(written) }),
    ...(reasoning != null && { reasoningTokens: whole(reasoning) }),
  };
}

const whole = (tokens: number | null | undefined) => Math.ceil(tokens ?? 0);
