import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss, translateAll } from '../lossy.ts';
import type { Group } from './group-items.ts';
import { isMessage, readAssistantItem, readMessageItem, readResultItem } from './read-item.ts';
import { DIALECT } from './wire.ts';

/** Items that are one message, as ours. */
export function readGroup({ role, start, items }: Group): Lossy<Omit<Message, 'id'>> {
  const { value, losses } = translateAll(items, (item, index) =>
    readAs(role, item, `input[${start + index}]`),
  );
  return {
    value: { role, parts: [...value], native: { dialect: DIALECT, value: items } },
    losses,
  };
}

function readAs(role: Role, item: JsonObject, at: string): Lossy<readonly Part[]> {
  if (role === 'tool') return readResultItem(item, at);
  if (role === 'assistant' || !isMessage(item)) return readAssistantItem(item, at);
  const { value, losses } = readMessageItem(item, at);
  return isKnown(stringIn(item, 'role'))
    ? { value, losses }
    : { value, losses: [loss('role', `${at}.role`, 'read as user'), ...losses] };
}

const isKnown = (role: string) => ['system', 'developer', 'user'].includes(role);
