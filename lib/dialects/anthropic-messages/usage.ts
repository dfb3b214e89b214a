import * as z from 'zod';
import type { Usage } from '../../core/message/usage.ts';

const count = z.number().nonnegative().nullish().catch(undefined);

/** `Usage` and `MessageDeltaUsage` in `@anthropic-ai/sdk/resources/messages`; null is 0. */
export const WireUsage = z.object({
  input_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens: count,
  output_tokens_details: z.object({ thinking_tokens: count }).nullish().catch(undefined),
});
export type WireUsage = z.infer<typeof WireUsage>;

/** Later counts of a reply include earlier ones; those that are not said stay. */
export function laterUsage(before: WireUsage | undefined, next: WireUsage): WireUsage {
  const said = Object.entries(next).filter(([, value]) => value != null);
  return { ...before, ...Object.fromEntries(said) };
}

/** What a reply took: the maker counts as input neither what it read from its cache nor what it wrote. */
export function toUsage(usage: WireUsage): Usage {
  const read = usage.cache_read_input_tokens;
  const written = usage.cache_creation_input_tokens;
  const thinking = usage.output_tokens_details?.thinking_tokens;
  return {
    inputTokens: whole(usage.input_tokens) + whole(read) + whole(written),
    outputTokens: whole(usage.output_tokens),
    ...(read != null && { cachedTokens: whole(read) }),
    ...(written != null && { cacheWriteTokens: whole(written) }),
    ...(thinking != null && { reasoningTokens: whole(thinking) }),
  };
}

/** What the parts of a reply took that its maker paused. */
export const addUsage = (left: Usage | undefined, right: Usage): Usage => ({
  inputTokens: (left?.inputTokens ?? 0) + right.inputTokens,
  outputTokens: (left?.outputTokens ?? 0) + right.outputTokens,
  ...sum('cachedTokens', left, right),
  ...sum('cacheWriteTokens', left, right),
  ...sum('reasoningTokens', left, right),
});

type Optional = 'cachedTokens' | 'cacheWriteTokens' | 'reasoningTokens';

const sum = (name: Optional, left: Usage | undefined, right: Usage) =>
  left?.[name] === undefined && right[name] === undefined
    ? {}
    : { [name]: (left?.[name] ?? 0) + (right[name] ?? 0) };

const whole = (tokens: number | null | undefined) => Math.ceil(tokens ?? 0);
