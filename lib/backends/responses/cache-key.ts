import { type Message, textOf } from '../../core/message/message.ts';
import { sha256 } from '../../core/shared/hash.ts';

/**
 * `prompt_cache_key`, the same for every request of a conversation: a digest of how it begins, which
 * is never reworded. https://developers.openai.com/api/docs/guides/prompt-caching
 */
export function cacheKey(messages: readonly Message[]): string {
  const [first] = messages;
  const [opening] = first?.parts ?? [];
  const begins = first?.role === 'system' ? textOf(first) : opening;
  return `massgen-${sha256(JSON.stringify(begins ?? '')).slice(0, 32)}`;
}
