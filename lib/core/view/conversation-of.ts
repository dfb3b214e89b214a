import { type Item, isVisibleTo } from '../context/item.ts';
import type { State } from '../context/state.ts';
import { Message } from '../message/message.ts';
import { fence } from './fence.ts';

/** Characters of one thing beside the conversation that are told. */
const MAX_TOLD = 60_000;

/**
 * The conversation that a context holds, in the order in which it was written: its messages, and
 * what was noted beside them as a user would quote it. What `agent` may not see is left out; without
 * one, all that is not shared by everybody.
 */
export const conversationOf = (
  { items }: State,
  nonce: string,
  agent?: string,
): readonly Message[] =>
  [...items.values()]
    .filter((item) => (agent === undefined ? isShared(item) : isVisibleTo(agent, item)))
    .flatMap((item) => spoken(item, nonce));

const isShared = ({ visibility }: Item) => visibility === 'shared';

function spoken(item: Item, nonce: string): readonly Message[] {
  if (item.kind === 'message') {
    const { success, data } = Message.safeParse(item.body);
    return success ? [data] : [];
  }
  if (item.kind !== 'note' && item.kind !== 'summary' && item.kind !== 'artifact') return [];
  const { id, kind, author, body } = item;
  const words = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  const told = fence(`${kind} ${id} of ${author.agent}`, words, nonce, MAX_TOLD);
  return [{ id, role: 'user', author, parts: [{ type: 'text', text: told }] }];
}
