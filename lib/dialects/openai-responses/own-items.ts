import { type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss } from '../lossy.ts';
import type { Call } from '../pair.ts';
import { partsOf, type Utterance } from '../utterance.ts';
import { itemsIn } from './as-it-came.ts';
import { isCall, isReasoning } from './wire.ts';

/**
 * The items of a message that goes back to its maker, its calls under the ids that they have now.
 * Reasoning goes with them where it holds: with what only its maker can read of it, and with the
 * item that it led to. "was provided without its required following item":
 * https://github.com/coder/mux/pull/59
 */
export function ownItems(
  utterance: Utterance,
  reasoningHolds: boolean,
  idOf: (call: Call) => string,
): Lossy<readonly JsonObject[]> {
  const items = itemsIn(utterance.native);
  const ledSomewhere = items.findLastIndex((item) => !isReasoning(item));
  const stays = (item: JsonObject, place: number) =>
    !isReasoning(item) ||
    (reasoningHolds && place < ledSomewhere && stringIn(item, 'encrypted_content') !== '');
  const thoughts = partsOf(utterance, 'thinking');
  const dropped = items
    .map((item, place) => ({ item, stays: stays(item, place) }))
    .filter(({ item }) => isReasoning(item))
    .flatMap((reasoning, place) => (reasoning.stays ? [] : [thoughts[place]]));
  return {
    value: withIds(items.filter(stays), utterance, idOf),
    losses: dropped.flatMap((thought) =>
      thought ? [loss('thinking', thought.at, 'left out')] : [],
    ),
  };
}

function withIds(
  items: readonly JsonObject[],
  utterance: Utterance,
  idOf: (call: Call) => string,
): readonly JsonObject[] {
  const ids = partsOf(utterance, 'tool_call').map(idOf);
  let place = 0;
  return items.map((item) => {
    if (!isCall(item)) return item;
    const id = ids[place] ?? stringIn(item, 'call_id');
    place += 1;
    return id === item['call_id'] ? item : { ...item, call_id: id };
  });
}
