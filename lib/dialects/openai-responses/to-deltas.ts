import type { Delta } from '../../core/message/delta.ts';
import { type JsonObject, stringIn } from '../json-object.ts';
import type { Event } from './event.ts';
import type { Folded } from './fold.ts';
import { readAssistantItem } from './read-item.ts';
import { isCall } from './wire.ts';

/**
 * What an event adds to the reply, given all that has come with it. An item that came in one piece
 * is shown when it is whole.
 */
export function toDeltas(event: Event, { items }: Folded): readonly Delta[] {
  if (event.kind === 'piece') return [pieceDelta(event, callIndex(items, event.index))];
  if (event.kind !== 'item') return [];
  const { index, item, whole } = event;
  const opening = !whole && isCall(item) ? [opened(item, callIndex(items, index))] : [];
  const unseen = whole && items.some((folded) => folded.index === index && !folded.inPieces);
  return unseen ? wholeDeltas(item, callIndex(items, index)) : opening;
}

type Piece = Extract<Event, { kind: 'piece' }>;

function pieceDelta({ of, text }: Piece, call: number): Delta {
  if (of === 'arguments') return { type: 'tool_call', index: call, argumentsText: text };
  return { type: of === 'text' || of === 'refusal' ? 'text' : 'thinking', text };
}

/** Which of the reply's calls an item is. */
const callIndex = (items: Folded['items'], index: number): number =>
  items.filter((folded) => isCall(folded.item) && folded.index < index).length;

const opened = (item: JsonObject, index: number): Delta => ({
  type: 'tool_call',
  index,
  id: stringIn(item, 'call_id'),
  name: stringIn(item, 'name'),
});

function wholeDeltas(item: JsonObject, call: number): readonly Delta[] {
  if (isCall(item))
    return [
      opened(item, call),
      { type: 'tool_call', index: call, argumentsText: stringIn(item, 'arguments') },
    ];
  return readAssistantItem(item, '').value.flatMap((part): readonly Delta[] =>
    (part.type === 'text' || part.type === 'thinking') && part.text
      ? [{ type: part.type, text: part.text }]
      : [],
  );
}
