import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { partsOf, placedParts, type Utterance } from '../utterance.ts';
import type { Reader } from './reader.ts';
import { DIALECT } from './wire.ts';

/** The same model speaks that will read, and its server wants its reasoning back. */
export const isOwn = ({ role, author }: Message, { quirks, backend, model }: Reader): boolean =>
  quirks.reasoningBack !== 'never' &&
  role === 'assistant' &&
  backend !== undefined &&
  author?.backend === backend &&
  author.model === model;

/**
 * A message that goes back to where it came from: its native form, as it is. Another maker of the
 * same dialect gets it rendered anew, since each has fields of its own. Undefined: it must be rendered.
 */
export function asItCame(
  message: Message,
  index: number,
  reader: Reader,
): Lossy<readonly Utterance[]> | undefined {
  const { native, role } = message;
  if (native?.dialect !== DIALECT || !isOneUtterance(message)) return undefined;
  if (!mayGoBack(message, reader)) return undefined;
  const parts = placedParts(message, index);
  const utterance = { speaker: role, message: index, parts, native: native.value };
  if (reader.backend === undefined || isOwn(message, reader)) return lossless([utterance]);
  return lossy(
    [{ ...utterance, native: withoutReasoning(native.value) }],
    ...partsOf(utterance, 'thinking').map(({ at }) => loss('thinking', at, 'left out')),
  );
}

function mayGoBack(message: Message, reader: Reader): boolean {
  const { backend, quirks } = reader;
  if (backend === undefined) return true;
  if (message.author?.backend !== backend) return false;
  if (quirks.reasoningBack === 'required' && !(isOwn(message, reader) && isReasoned(message)))
    return false;
  return quirks.form === 'openai' || !message.parts.some(isMalformedCall);
}

/** A call without reasoning is refused, be it the model's own. */
const isReasoned = ({ parts }: Message) =>
  parts.some(({ type }) => type === 'thinking') || !parts.some(({ type }) => type === 'tool_call');

/** It poisons the conversation: https://github.com/vllm-project/vllm/issues/43995 */
const isMalformedCall = (part: Part) =>
  part.type === 'tool_call' && part.rawArguments !== undefined;

const sayableBy: Readonly<Record<Role, readonly Part['type'][]>> = {
  system: ['text', 'image', 'audio', 'file', 'opaque'],
  user: ['text', 'image', 'audio', 'file', 'opaque'],
  assistant: ['thinking', 'text', 'tool_call', 'opaque'],
  tool: ['tool_result'],
};

const isOneUtterance = ({ role, parts }: Message) =>
  parts.every(({ type }) => sayableBy[role].includes(type)) &&
  (role !== 'tool' || parts.length === 1);

function withoutReasoning(native: Json): Json {
  if (!isJsonObject(native)) return native;
  const { reasoning_content: _, reasoning: __, ...rest } = native;
  return rest;
}
