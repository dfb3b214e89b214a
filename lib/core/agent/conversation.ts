import type { Author } from '../message/author.ts';
import type { Message, Role } from '../message/message.ts';
import type { Part, ToolResultPart } from '../message/part.ts';
import type { Clock } from '../shared/clock.ts';
import type { Ids } from '../shared/ids.ts';
import { utf8Bytes } from '../shared/json.ts';
import { boundedPart } from './bounded-part.ts';

export type Compose = (role: Role, author: Author, parts: readonly Part[]) => Message;

/** Makes messages that carry an id and a time. */
export const composer =
  ({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }): Compose =>
  (role, author, parts) => ({
    id: ids.next('message'),
    role,
    author,
    at: clock.now().toISOString(),
    parts: [...parts],
  });

export const text = (content: string): Part => ({ type: 'text', text: content });

/** What a tool said to a call. */
export const resultOf = (call: string, content: string, error: boolean): ToolResultPart => ({
  type: 'tool_result',
  call,
  content: [{ type: 'text', text: content }],
  error,
});

const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A message that has grown past 1 MiB keeps the beginning of each of its texts, and no bytes. */
export function bounded(message: Message): Message {
  if (utf8Bytes(JSON.stringify(message)) <= MAX_MESSAGE_BYTES) return message;
  const { native: _, ...rest } = message;
  return { ...rest, parts: message.parts.flatMap(boundedPart) };
}
