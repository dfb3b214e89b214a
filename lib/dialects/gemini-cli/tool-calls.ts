import type { ContentPart, Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { readResponse } from '../gemini/read-response.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, lossless, translateAll } from '../lossy.ts';

export const readCalls = (calls: Json | undefined): readonly Part[] =>
  callsIn(calls).map((call, place) => ({
    type: 'tool_call',
    id: idOf(call, place),
    name: stringIn(call, 'name'),
    arguments: isJsonObject(call['args']) ? call['args'] : {},
  }));

/** What came back, one result for each call that has any. */
export const readResults = (calls: Json | undefined, at: string): Lossy<readonly Part[]> =>
  translateAll(callsIn(calls), (call, place) => readResult(call, place, `${at}[${place}].result`));

const callsIn = (calls: Json | undefined): readonly JsonObject[] =>
  Array.isArray(calls) ? calls.filter(isJsonObject) : [];

const idOf = (call: JsonObject, place: number) => stringIn(call, 'id') || `call-${place + 1}`;

function readResult(call: JsonObject, place: number, at: string): Lossy<readonly Part[]> {
  const { result = null, status } = call;
  if (result === null) return lossless([]);
  const given: readonly Json[] = Array.isArray(result) ? result : [result];
  const read = translateAll(given, (part, index) => readGiven(part, `${at}[${index}]`));
  const error = status === 'error' || status === 'cancelled' || read.value.some(isError);
  return {
    value: [
      {
        type: 'tool_result',
        call: idOf(call, place),
        content: read.value.flatMap(({ content }) => content),
        error,
      },
    ],
    losses: read.losses,
  };
}

interface Given {
  readonly content: readonly ContentPart[];
  readonly error: boolean;
}

const isError = ({ error }: Given) => error;

function readGiven(part: Json, at: string): Lossy<readonly Given[]> {
  const response = isJsonObject(part) ? part['functionResponse'] : undefined;
  if (isJsonObject(response)) {
    const { value, losses } = readResponse(response, at);
    return { value: [value], losses };
  }
  return lossless([{ content: [toContent(part)], error: false }]);
}

function toContent(part: Json): ContentPart {
  if (typeof part === 'string') return { type: 'text', text: part };
  const text = isJsonObject(part) ? part['text'] : undefined;
  return typeof text === 'string'
    ? { type: 'text', text }
    : { type: 'opaque', maker: 'gemini', value: part };
}
