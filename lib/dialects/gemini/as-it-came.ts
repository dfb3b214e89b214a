import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { type Lossy, lossless } from '../lossy.ts';
import { placedParts, type Utterance } from '../utterance.ts';
import { leadsWith } from './leading.ts';
import type { Reader } from './reader.ts';
import { DIALECT } from './wire.ts';

/**
 * A message that goes back to where it came from: its native form, as it is, signatures included.
 * Undefined: it must be rendered.
 */
export function asItCame(
  messages: readonly Message[],
  index: number,
  reader: Reader,
): Lossy<readonly Utterance[]> | undefined {
  const message = messages[index];
  if (message?.native?.dialect !== DIALECT || !mayGoBack(message, reader)) return undefined;
  const { role, native } = message;
  const parts = placedParts(message, index);
  if (role === 'assistant' && parts.every(({ part }) => sayableByModel.includes(part.type)))
    return lossless([{ speaker: role, message: index, parts, native: native.value }]);
  if (role === 'system' && leadsWith(messages, index))
    return lossless([{ speaker: role, message: index, parts, native: native.value }]);
  if (role === 'user' && parts.every(({ part }) => sayableByUser.includes(part.type)))
    return lossless([{ speaker: role, message: index, parts, native: native.value }]);
  return answersAll(messages, index) ? lossless(results(message, index)) : undefined;
}

/** Signatures hold for one model and account: https://ai.google.dev/gemini-api/docs/thought-signatures */
function mayGoBack({ role, author, native }: Message, reader: Reader): boolean {
  if (reader.backend === undefined) return true;
  return (
    role === 'assistant' &&
    author?.backend === reader.backend &&
    author.model === reader.model &&
    native?.account === reader.account
  );
}

const sayableByModel: readonly Part['type'][] = [
  'thinking',
  'text',
  'tool_call',
  'image',
  'audio',
  'file',
  'opaque',
];
const sayableByUser: readonly Part['type'][] = ['text', 'image', 'audio', 'file', 'opaque'];

/** Whether a message brings the results of exactly the calls before it, as a turn of this dialect must. */
function answersAll(messages: readonly Message[], index: number): boolean {
  const before = messages[index - 1];
  if (before?.role !== 'assistant' || before.native?.dialect !== DIALECT) return false;
  if (!before.parts.every(({ type }) => sayableByModel.includes(type))) return false;
  const calls = before.parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []));
  const answered = (messages[index]?.parts ?? []).flatMap((part) =>
    part.type === 'tool_result' ? [part.call] : [],
  );
  return (
    new Set(calls).size === calls.length &&
    calls.length === answered.length &&
    calls.every((id) => answered.includes(id))
  );
}

/** One utterance for each result; together they stand for the one native form. */
const results = (message: Message, index: number): readonly Utterance[] =>
  placedParts(message, index)
    .filter(({ part }) => part.type === 'tool_result')
    .map((placed) => ({
      speaker: 'tool',
      message: index,
      parts: [placed],
      ...(message.native && { native: message.native.value }),
    }));
