import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject } from '../json-object.ts';
import { type Lossy, lossless } from '../lossy.ts';
import { bringsResult, placedParts, type Utterance } from '../utterance.ts';
import { answersFit } from './answers-fit.ts';
import type { Reader } from './quirks.ts';
import { blocksIn } from './read-content.ts';
import { DIALECT } from './wire.ts';

/** The same model thought it for the same account that will read it. */
export const isOwn = (
  { role, author, native }: Message,
  { backend, model, account }: Reader,
): boolean =>
  role === 'assistant' &&
  backend !== undefined &&
  author?.backend === backend &&
  author.model === model &&
  native?.dialect === DIALECT &&
  native.account === account;

/**
 * A message that goes back to where it came from: its native form, as it is. To a reader with a
 * backend only its maker's own replies do; what a request of someone's brought is rendered anew.
 * Undefined: it must be rendered.
 */
export function asItCame(
  messages: readonly Message[],
  index: number,
  reader: Reader,
): Lossy<readonly Utterance[]> | undefined {
  const message = messages[index];
  const native = message?.native;
  if (!message || native?.dialect !== DIALECT || !isWhole(message, index, native.value))
    return undefined;
  const mayGo = reader.backend === undefined ? fits(messages, index) : isReply(message, reader);
  if (!mayGo) return undefined;
  const speaker = bringsResult(message) ? 'tool' : message.role;
  const parts = placedParts(message, index);
  return lossless([{ speaker, message: index, parts, native: native.value }]);
}

/** Its parts are what its native form says; the system's text stands before all messages, or is one. */
function isWhole({ role, parts }: Message, index: number, native: Json): boolean {
  if (!isJsonObject(native)) return role === 'system' && index === 0;
  return (
    native['role'] === (role === 'tool' ? 'user' : role) &&
    blocksIn(native['content']).length === parts.length
  );
}

const fits = (messages: readonly Message[], index: number) =>
  !bringsResult(messages[index]) || answersFit(messages, index);

const isReply = ({ role, author, parts }: Message, { backend }: Reader): boolean =>
  role === 'assistant' &&
  author?.backend === backend &&
  parts.every((part, place) => isFit(part, parts[place + 1]));

/** Calls stand last, and what a model wrote as their arguments was JSON. */
const isFit = (part: Part, next: Part | undefined): boolean =>
  part.type !== 'tool_call' ||
  (part.rawArguments === undefined && (next === undefined || next.type === 'tool_call'));
