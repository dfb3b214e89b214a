import * as z from 'zod';
import type { Usage } from '../../core/message/usage.ts';

const count = z.int().nonnegative().nullish().catch(undefined);

/** https://ai.google.dev/api/generate-content#UsageMetadata */
export const WireUsage = z.object({
  promptTokenCount: count,
  cachedContentTokenCount: count,
  toolUsePromptTokenCount: count,
  candidatesTokenCount: count,
  thoughtsTokenCount: count,
});
type WireUsage = z.infer<typeof WireUsage>;

/**
 * What a reply took. The prompt includes what was read from the cache, not what the maker's own
 * tools told the model; the candidates do not include the thoughts.
 */
export function toUsage(usage: WireUsage): Usage {
  const thoughts = usage.thoughtsTokenCount;
  const cached = usage.cachedContentTokenCount;
  return {
    inputTokens: (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
    outputTokens: (usage.candidatesTokenCount ?? 0) + (thoughts ?? 0),
    ...(cached != null && { cachedTokens: cached }),
    ...(thoughts != null && { reasoningTokens: thoughts }),
  };
}

/** A reply that was continued is paid for each time. */
export function sumOf(before: Usage | undefined, next: Usage | undefined): Usage | undefined {
  if (!before || !next) return next ?? before;
  const sum = (name: 'cachedTokens' | 'reasoningTokens') =>
    before[name] === undefined && next[name] === undefined
      ? {}
      : { [name]: (before[name] ?? 0) + (next[name] ?? 0) };
  return {
    inputTokens: before.inputTokens + next.inputTokens,
    outputTokens: before.outputTokens + next.outputTokens,
    ...sum('cachedTokens'),
    ...sum('reasoningTokens'),
  };
}
