import * as z from 'zod';

const count = z.int().nonnegative();

/** Tokens of one or more model calls. Input includes what the maker read from its cache. */
export const Usage = z.object({
  inputTokens: count,
  outputTokens: count,
  cachedTokens: count.optional(),
  /** Of the input: what the maker put into its cache, where that has a price. */
  cacheWriteTokens: count.optional(),
  reasoningTokens: count.optional(),
});
export type Usage = z.infer<typeof Usage>;

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0 };
