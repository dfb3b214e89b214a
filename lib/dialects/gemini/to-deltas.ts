import type { Delta } from '../../core/message/delta.ts';
import { type JsonObject, stringIn } from '../json-object.ts';
import { type Chunk, partsOfChunk } from './chunk.ts';
import type { Folded } from './fold.ts';
import { objectIn } from './member.ts';

/** What a chunk added to the reply, in the order in which it is shown. A call comes whole. */
export function toDeltas(chunk: Chunk, soFar: Folded): readonly Delta[] {
  const parts = partsOfChunk(chunk);
  const made = soFar.parts.filter(isCall).length - parts.filter(isCall).length;
  return parts.flatMap((part, place): readonly Delta[] => {
    const index = made + parts.slice(0, place).filter(isCall).length;
    return [...said(part), ...called(part, index)];
  });
}

const isCall = (part: JsonObject) => objectIn(part, 'functionCall') !== undefined;

function said(part: JsonObject): readonly Delta[] {
  const text = stringIn(part, 'text');
  return text ? [{ type: part['thought'] === true ? 'thinking' : 'text', text }] : [];
}

function called(part: JsonObject, index: number): readonly Delta[] {
  const call = objectIn(part, 'functionCall');
  if (!call) return [];
  const id = stringIn(call, 'id');
  return [
    {
      type: 'tool_call',
      index,
      ...(id && { id }),
      name: stringIn(call, 'name'),
      argumentsText: JSON.stringify(objectIn(call, 'args') ?? {}),
    },
  ];
}
