import { type Item, isVisibleTo } from '../context/item.ts';
import type { State } from '../context/state.ts';
import { Message } from '../message/message.ts';
import { fence } from './fence.ts';

/** Characters of one thing beside the conversation that are told. */
const MAX_TOLD = 60_000;

/** A message of a conversation, and the item that it is. */
export interface Spoken {
  readonly item: Item;
  readonly message: Message;
}

/**
 * The conversation that a context holds, in the order in which it was written: its messages, and
 * what was noted beside them as a user would quote it. What `agent` may not see is left out; without
 * one, all that is not shared by everybody.
 */
export const conversationOf = (
  { items }: State,
  nonce: string,
  agent?: string,
): readonly Spoken[] =>
  [...items.values()]
    .filter((item) => (agent === undefined ? isShared(item) : isVisibleTo(agent, item)))
    .flatMap((item) => {
      const message = messageOf(item, nonce);
      return message ? [{ item, message }] : [];
    });

const isShared = ({ visibility }: Item) => visibility === 'shared';

function messageOf(item: Item, nonce: string): Message | undefined {
  if (item.kind === 'message') return Message.safeParse(item.body).data;
  if (item.kind !== 'note' && item.kind !== 'summary' && item.kind !== 'artifact') return undefined;
  const { id, kind, author, body } = item;
  const words = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  const told = fence(`${kind} ${id} of ${author.agent}`, words, nonce, MAX_TOLD);
  return { id, role: 'user', author, parts: [{ type: 'text', text: told }] };
}
