import type { Loss } from '../message/loss.ts';
import type { Message } from '../message/message.ts';
import { estimateTokens } from '../message/tokens.ts';

/**
 * As many of the newest messages as fit into so many tokens; the system's stay, and a result stays
 * only with its call. What is left out is listed.
 */
export function withinBudget(
  budget: number | undefined,
  messages: readonly Message[],
): { readonly value: readonly Message[]; readonly losses: readonly Loss[] } {
  if (budget === undefined) return { value: messages, losses: [] };
  let left = budget;
  const fits = messages.toReversed().map((message) => {
    left -= estimateTokens(JSON.stringify(message.parts));
    return left >= 0 || message.role === 'system';
  });
  const kept = messages.filter((_, place) => fits[messages.length - 1 - place]);
  const whole = withoutOrphans(kept);
  const stays = new Set(whole);
  return {
    value: whole,
    losses: messages.flatMap((message, place) =>
      stays.has(message) ? [] : [{ kind: 'budget', at: `messages[${place}]`, instead: 'left out' }],
    ),
  };
}

/** A result whose call is gone says little. */
function withoutOrphans(messages: readonly Message[]): readonly Message[] {
  const calls = new Set(
    messages.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : [])),
    ),
  );
  return messages.filter(
    ({ parts }) =>
      parts.length === 0 ||
      parts.some((part) => part.type !== 'tool_result' || calls.has(part.call)),
  );
}
