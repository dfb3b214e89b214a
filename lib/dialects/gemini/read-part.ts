import type { ContentPart, Part, ToolCallPart, ToolResultPart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { memberNames, memberOf, objectIn } from './member.ts';
import { readMedia } from './read-media.ts';
import { readResponse } from './read-response.ts';
import { DIALECT, NO_SIGNATURE } from './wire.ts';

/** Which id a call has, or a response answers: the wire may leave it out. */
export interface Ids {
  readonly ofCall: (call: JsonObject, place: number) => string;
  readonly ofResponse: (response: JsonObject, place: number) => string;
}

/** One part of a content, as ours; none where it holds a signature alone. What is unknown is kept as it is. */
export function readPart(wire: Json, place: number, at: string, ids: Ids): Lossy<readonly Part[]> {
  if (!isJsonObject(wire)) return lossless([opaque(wire)]);
  const read = readKnown(wire, place, at, ids);
  if (!read) return lossless([opaque(wire)]);
  const [part] = read.value;
  const signature = part?.type === 'thinking' ? undefined : memberOf(wire, 'thoughtSignature');
  return lossy(
    read.value,
    ...read.losses,
    ...(signature === undefined || signature === NO_SIGNATURE
      ? []
      : [loss('signature', `${at}.thoughtSignature`, 'kept in the native form only')]),
    ...memberNames(wire)
      .filter((name) => !READ.includes(name))
      .map((name) => loss('field', `${at}.${name}`, 'kept in the native form only')),
  );
}

const READ: readonly string[] = [
  'text',
  'thought',
  'thoughtSignature',
  'functionCall',
  'functionResponse',
  'inlineData',
  'fileData',
];

const opaque = (value: Json): ContentPart => ({ type: 'opaque', maker: DIALECT, value });

function readKnown(
  wire: JsonObject,
  place: number,
  at: string,
  ids: Ids,
): Lossy<readonly Part[]> | undefined {
  if (typeof wire['text'] === 'string') return lossless(readText(wire, wire['text']));
  const call = objectIn(wire, 'functionCall');
  if (call) return lossless([readCall(call, ids.ofCall(call, place))]);
  const response = objectIn(wire, 'functionResponse');
  if (response) return one(readResult(response, ids.ofResponse(response, place), at));
  const media = readMedia(wire, at);
  return media && one(media);
}

const one = <T>({ value, losses }: Lossy<T>): Lossy<readonly T[]> => ({ value: [value], losses });

function readText(wire: JsonObject, text: string): readonly Part[] {
  if (wire['thought'] !== true) return text === '' ? [] : [{ type: 'text', text }];
  const signature = memberOf(wire, 'thoughtSignature');
  return [{ type: 'thinking', text, ...(typeof signature === 'string' && { signature }) }];
}

const readCall = (call: JsonObject, id: string): ToolCallPart => ({
  type: 'tool_call',
  id,
  name: stringIn(call, 'name'),
  arguments: { ...objectIn(call, 'args') },
});

function readResult(response: JsonObject, call: string, at: string): Lossy<ToolResultPart> {
  const { value, losses } = readResponse(response, `${at}.functionResponse`);
  return { value: { type: 'tool_result', call, ...value }, losses };
}
