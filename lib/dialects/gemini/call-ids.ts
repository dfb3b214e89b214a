import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { objectIn, partsIn } from './member.ts';
import type { Ids } from './read-part.ts';

interface Call {
  readonly id: string;
  readonly name: string;
}

/**
 * The ids of the calls and responses in a list of contents. A call that came without one gets one
 * from its place; a response without one answers the next call of its name in the turn before.
 */
export function idsIn(contents: readonly Json[], index: number): Ids {
  const open = [...callsIn(contents, index - 1)];
  const take = (fits: (call: Call) => boolean) => {
    const place = open.findIndex(fits);
    return place < 0 ? undefined : open.splice(place, 1)[0]?.id;
  };
  return {
    ofCall: (call, place) => idOf(call, index, place),
    ofResponse: (response, place) => {
      const id = stringIn(response, 'id');
      const name = stringIn(response, 'name');
      const found = id ? take((call) => call.id === id) : take((call) => call.name === name);
      return (found ?? id) || idAt(index, place);
    },
  };
}

const callsIn = (contents: readonly Json[], index: number): readonly Call[] =>
  partsIn(contents[index]).flatMap((part, place) => {
    const call = isJsonObject(part) ? objectIn(part, 'functionCall') : undefined;
    return call ? [{ id: idOf(call, index, place), name: stringIn(call, 'name') }] : [];
  });

const idOf = (call: JsonObject, index: number, place: number) =>
  stringIn(call, 'id') || idAt(index, place);

const idAt = (index: number, place: number) => `call_${index + 1}_${place + 1}`;
