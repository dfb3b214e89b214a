import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Stop } from '../../core/message/stop.ts';
import { type JsonObject, stringIn } from '../json-object.ts';
import { translateAll } from '../lossy.ts';
import type { Folded } from './fold.ts';
import type { ResponsesQuirks } from './quirks.ts';
import { readAssistantItem } from './read-item.ts';
import { toStop } from './stop.ts';
import { DIALECT, isCall } from './wire.ts';

/**
 * The message that a reply is, whole or as far as it came, under an id that the caller chooses. Its
 * native form is the list of its items as they are sent back.
 */
export function toReply(folded: Folded, id: string, quirks: ResponsesQuirks): Message {
  const items = named(
    folded.items.map(({ item }) => item),
    id,
  ).map((item) => toSentBack(item, quirks));
  const parts = translateAll(items, readAssistantItemAt).value;
  return {
    id,
    role: 'assistant',
    parts: [...parts],
    stop: stopOf(folded, parts),
    ...(folded.usage && { usage: folded.usage }),
    native: { dialect: DIALECT, value: items },
  };
}

const readAssistantItemAt = (item: JsonObject) => readAssistantItem(item, '');

/** The ids of items name what a server has stored; ours is asked to store nothing. */
function toSentBack(item: JsonObject, { itemIds }: ResponsesQuirks): JsonObject {
  if (itemIds) return item;
  const { id: _, ...rest } = item;
  return rest;
}

/** Every call has an id of its own, even where the server gave it none, or another's. */
function named(items: readonly JsonObject[], message: string): readonly JsonObject[] {
  const taken = new Set<string>();
  return items.map((item, place) => {
    if (!isCall(item)) return item;
    const given = stringIn(item, 'call_id');
    const id = given && !taken.has(given) ? given : `${message}_${place}`;
    taken.add(id);
    return { ...item, call_id: id };
  });
}

function stopOf({ ending }: Folded, parts: readonly Part[]): Stop {
  if (!ending) return { reason: 'error', raw: '' };
  return toStop(ending, {
    calls: parts.some(({ type }) => type === 'tool_call'),
    refusal: parts.some((part) => part.type === 'text' && part.refusal),
  });
}
