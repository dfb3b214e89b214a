import type { Message } from '../message/message.ts';
import { estimateTokens } from '../message/tokens.ts';

/**
 * The places of the newest messages that fit into so many tokens; the system's stay, and a result
 * stays only with its call.
 */
export function withinBudget(messages: readonly Message[], tokens: number): readonly number[] {
  let left = tokens;
  const places: number[] = [];
  for (const [place, { role, parts }] of [...messages.entries()].toReversed()) {
    left -= estimateTokens(JSON.stringify(parts));
    if (left >= 0 || role === 'system') places.unshift(place);
  }
  return withoutOrphans(messages, places);
}

/** What goes may have called, too; so until nothing goes any more. */
function withoutOrphans(
  messages: readonly Message[],
  places: readonly number[],
): readonly number[] {
  const partsAt = (place: number) => messages[place]?.parts ?? [];
  const calls = new Set(
    places.flatMap(partsAt).flatMap((part) => (part.type === 'tool_call' ? [part.id] : [])),
  );
  const isOrphan = (place: number) =>
    partsAt(place).some((part) => part.type === 'tool_result' && !calls.has(part.call));
  const whole = places.filter((place) => !isOrphan(place));
  return whole.length === places.length ? whole : withoutOrphans(messages, whole);
}
