import type { Usage } from '../../core/message/usage.ts';
import { addUsage, toUsage } from '../../dialects/anthropic-messages/usage.ts';
import type { ModelUsage, Result } from './sdk-message.ts';

/** What a process took: all its models together, those of subagents and of compactions included. */
export interface Taken {
  readonly usage: Usage;
  /** By Claude Code's own prices. */
  readonly costUsd: number;
}

/** Undefined where a release does not say it: then the replies themselves are counted. */
export function takenIn({ model_usage_since_last_result: byModel }: Result): { taken?: Taken } {
  const models = Object.values(byModel ?? {});
  if (models.length === 0) return {};
  const usage = models.map(usageOf).reduce((sum, more) => addUsage(sum, more));
  return { taken: { usage, costUsd: models.reduce((sum, { costUSD }) => sum + costUSD, 0) } };
}

const usageOf = (model: ModelUsage): Usage =>
  toUsage({
    input_tokens: model.inputTokens,
    output_tokens: model.outputTokens,
    cache_read_input_tokens: model.cacheReadInputTokens,
    cache_creation_input_tokens: model.cacheCreationInputTokens,
    output_tokens_details: { thinking_tokens: model.thinkingTokens },
  });
