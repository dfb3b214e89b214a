import type { Delta } from '../../core/message/delta.ts';
import { Json } from '../../core/shared/json.ts';
import {
  emptyFold as emptyStream,
  fold as foldStream,
  type Folded as Streamed,
} from '../../dialects/anthropic-messages/fold.ts';
import { toDeltas as toStreamDeltas } from '../../dialects/anthropic-messages/to-deltas.ts';
import { isJsonObject, type JsonObject, stringIn } from '../../dialects/json-object.ts';
import type { Said, SdkMessage } from './sdk-message.ts';
import { type Taken, takenIn } from './taken.ts';

/** What has come of a turn of Claude Code: the lines of a transcript, as they would stand in its file. */
export interface Folded {
  readonly lines: readonly JsonObject[];
  /** The reply that is being written. */
  readonly streamed: Streamed;
  readonly model: string;
  /** How many of the lines were there before this process, which has not taken anything for them. */
  readonly before: number;
  /** What it took, all models together, once it is known. */
  readonly taken?: Taken;
}

export const emptyFold: Folded = { lines: [], streamed: emptyStream, model: '', before: 0 };

/** What comes of a turn: what its session holds of it already, then what the SDK yields. */
export type TurnEvent =
  | SdkMessage
  | { readonly type: 'done'; readonly lines: readonly JsonObject[] };

/** Adds a message of the SDK. What subagents say stays with them; their call has what came of it. */
export function fold(before: Folded, message: TurnEvent): Folded {
  if (message.type === 'done') return message.lines.reduce(addDone, before);
  if (message.type === 'result') return { ...before, ...takenIn(message) };
  if (message.type === 'system') return { ...before, model: message.model };
  if (message.type === 'stream_event')
    return message.parent_tool_use_id ? before : grow(before, message.event);
  if (message.type !== 'assistant' && message.type !== 'user') return before;
  const counts = !message.parent_tool_use_id && message.error === undefined && isSpoken(message);
  return counts ? { ...before, lines: [...before.lines, toLine(message, before)] } : before;
}

/** A line as it is stored, without what stood between it and the one before. */
const addDone = (folded: Folded, { type, uuid, message }: JsonObject): Folded => ({
  ...folded,
  lines: [...folded.lines, lineBehind(folded, { type, message, uuid })],
  before: folded.before + 1,
});

type Event = Extract<SdkMessage, { type: 'stream_event' }>['event'];

function grow(before: Folded, event: Event): Folded {
  const soFar = event.type === 'message_start' ? emptyStream : before.streamed;
  const streamed = foldStream(soFar, event);
  const lines = event.type === 'message_delta' ? ended(before.lines, streamed) : before.lines;
  return { ...before, streamed, lines };
}

/** How a reply ended and what it took is known after its blocks have come. */
function ended(lines: readonly JsonObject[], { stop, usage }: Streamed): readonly JsonObject[] {
  const last = lines.at(-1);
  const message = last?.['message'];
  if (last?.['type'] !== 'assistant' || !isJsonObject(message)) return lines;
  const took = usage && Json.parse(JSON.parse(JSON.stringify(usage)));
  const whole = { ...message, stop_reason: stop, ...(took && { usage: took }) };
  return lines.with(-1, { ...last, message: whole });
}

/** Of what a user is made to say only results of tools are news. */
const isSpoken = ({ type, message }: Said) =>
  type === 'assistant' || toBlocks(message).some((block) => block['type'] === 'tool_result');

export const toBlocks = ({ content }: JsonObject): readonly JsonObject[] =>
  Array.isArray(content) ? content.filter(isJsonObject) : [];

const toLine = ({ type, uuid, message }: Said, folded: Folded): JsonObject =>
  lineBehind(folded, { type, message, uuid });

const lineBehind = ({ lines }: Folded, line: Partial<JsonObject>): JsonObject => ({
  parentUuid: lines.length > 0 ? stringIn(lines.at(-1) ?? {}, 'uuid') : null,
  isSidechain: false,
  ...line,
});

export const toDeltas = (message: TurnEvent, { streamed }: Folded): readonly Delta[] =>
  message.type === 'stream_event' && !message.parent_tool_use_id
    ? toStreamDeltas(message.event, streamed)
    : [];
