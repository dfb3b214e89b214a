import type { Message } from '../../core/message/message.ts';
import type { ToolCallPart } from '../../core/message/part.ts';
import type { Stop } from '../../core/message/stop.ts';
import type { Json } from '../../core/shared/json.ts';
import { fromArgumentsText } from '../arguments-text.ts';
import type { Folded, FoldedCall } from './fold.ts';
import { toStop } from './stop.ts';
import { DIALECT } from './wire.ts';

/** The message that a reply is, whole or as far as it came, under an id that the caller chooses. */
export function toReply(folded: Folded, id: string): Message {
  const calls = named(folded.calls, id);
  return {
    id,
    role: 'assistant',
    parts: [
      ...(folded.thinking ? [{ type: 'thinking' as const, text: folded.thinking }] : []),
      ...(folded.text ? [{ type: 'text' as const, text: folded.text }] : []),
      ...(folded.refusal
        ? [{ type: 'text' as const, text: folded.refusal, refusal: true as const }]
        : []),
      ...calls.map(toCallPart),
    ],
    stop: stopOf(folded),
    ...(folded.usage && { usage: folded.usage }),
    native: { dialect: DIALECT, value: toNative(folded, calls) },
  };
}

/** A refusal is text beside an ordinary `finish_reason`. */
function stopOf({ finish = '', refusal, calls }: Folded): Stop {
  if (refusal) return { reason: 'filtered', raw: finish };
  return toStop(finish, calls.length > 0);
}

/** Every call has an id of its own, even where the server gave it none, or another's. */
function named(calls: readonly FoldedCall[], message: string): readonly FoldedCall[] {
  const taken = new Set<string>();
  return calls.map((call, place) => {
    const id = call.id && !taken.has(call.id) ? call.id : `${message}_${place}`;
    taken.add(id);
    return { ...call, id };
  });
}

const toCallPart = ({ id, name, argumentsText }: FoldedCall): ToolCallPart => ({
  type: 'tool_call',
  id,
  name,
  ...fromArgumentsText(argumentsText),
});

/** As it is sent back: what a request may hold of a reply. */
const toNative = (folded: Folded, calls: readonly FoldedCall[]): Json => ({
  role: 'assistant',
  content: folded.text || (calls.length > 0 ? null : ''),
  ...(folded.refusal && { refusal: folded.refusal }),
  ...(folded.thinking && { reasoning_content: folded.thinking }),
  ...(calls.length > 0 && { tool_calls: calls.map(toNativeCall) }),
});

const toNativeCall = ({ id, name, argumentsText }: FoldedCall): Json => ({
  id,
  type: 'function',
  function: { name, arguments: argumentsText.trim() === '' ? '{}' : argumentsText },
});
