import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { placedParts, type Utterance } from '../utterance.ts';
import type { Reader } from './quirks.ts';
import { DIALECT, type ResponsesRequest, type WireItem } from './wire.ts';

type Came = Pick<ResponsesRequest, 'instructions' | 'input'>;

/** A conversation that came in this dialect whole goes out as it came; undefined: it did not. */
export function wholeAsItCame(messages: readonly Message[], { backend }: Reader): Came | undefined {
  if (backend !== undefined || messages.length === 0) return undefined;
  if (!messages.every(({ native }) => native?.dialect === DIALECT)) return undefined;
  const natives = messages.map(({ native }) => native?.value ?? null);
  const [first, ...others] = natives;
  const instructions = first === undefined ? undefined : instructionsIn(first);
  const said = instructions === undefined ? natives : others;
  const [only] = said;
  const input = said.length === 1 && typeof only === 'string' ? only : said.flatMap(itemsOf);
  return { ...(instructions !== undefined && { instructions }), input };
}

function instructionsIn(native: Json): string | undefined {
  if (!isJsonObject(native)) return undefined;
  const { instructions } = native;
  return typeof instructions === 'string' ? instructions : undefined;
}

/** One that came as the whole input, or beside it, is an item of its own among others. */
function itemsOf(native: Json): readonly WireItem[] {
  if (isList(native)) return native;
  if (typeof native === 'string') return [{ role: 'user', content: native }];
  const instructions = instructionsIn(native);
  return instructions === undefined ? [] : [{ role: 'developer', content: instructions }];
}

/** A message whose items go back to the maker that they came from. Undefined: it must be rendered. */
export function asItCame(
  message: Message,
  index: number,
  { backend, quirks }: Reader,
): Utterance | undefined {
  const { native, author, role, parts } = message;
  if (native?.dialect !== DIALECT || !isList(native.value)) return undefined;
  if (backend !== undefined && author?.backend !== backend) return undefined;
  if (quirks.arguments === 'objects' && parts.some(isMalformedCall)) return undefined;
  return {
    speaker: role,
    message: index,
    parts: placedParts(message, index),
    native: native.value,
  };
}

const isMalformedCall = (part: Part) =>
  part.type === 'tool_call' && part.rawArguments !== undefined;

/** The items of a message's native form. */
export const itemsIn = (native: Json | undefined): readonly JsonObject[] =>
  native !== undefined && isList(native) ? native.filter(isJsonObject) : [];

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
