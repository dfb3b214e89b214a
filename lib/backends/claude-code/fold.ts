import type { Delta } from '../../core/message/delta.ts';
import { Json } from '../../core/shared/json.ts';
import {
  emptyFold as emptyStream,
  fold as foldStream,
  type Folded as Streamed,
} from '../../dialects/anthropic-messages/fold.ts';
import { toDeltas as toStreamDeltas } from '../../dialects/anthropic-messages/to-deltas.ts';
import type { JsonObject } from '../../dialects/json-object.ts';
import type { Said, SdkMessage, System } from './sdk-message.ts';
import { emptyStrand, ended, grown, type Strand, toBlocks } from './strand.ts';
import { type Taken, takenIn } from './taken.ts';

/** What has come of a turn of Claude Code. */
export interface Folded {
  /** What it said and did itself. */
  readonly own: Strand;
  /** What its subagents did, by their names. */
  readonly subagents: ReadonlyMap<string, Strand>;
  /** The reply that is being written. */
  readonly streamed: Streamed;
  readonly model: string;
  /** The folder that it works in. */
  readonly cwd: string;
  /** What comes next is the summary of what was said. */
  readonly isCompacted: boolean;
  /** How many of the lines were there before this process, which has not taken anything for them. */
  readonly before: number;
  /** What it took, all models together, once it is known. */
  readonly taken?: Taken;
}

export const emptyFold: Folded = {
  own: emptyStrand,
  subagents: new Map(),
  streamed: emptyStream,
  model: '',
  cwd: '',
  isCompacted: false,
  before: 0,
};

/** What comes of a turn: what its session holds of it already, then what the SDK yields. */
export type TurnEvent =
  | SdkMessage
  | { readonly type: 'done'; readonly lines: readonly JsonObject[] };

/** Adds a message of the SDK. */
export function fold(before: Folded, message: TurnEvent): Folded {
  switch (message.type) {
    case 'done':
      return message.lines.reduce(addDone, before);
    case 'stream_event':
      return message.parent_tool_use_id ? before : grow(before, message.event);
    case 'assistant':
    case 'user':
      return message.error === undefined ? add(before, message) : before;
    case 'system':
      return addSystem(before, message);
    case 'result':
      return { ...allOver(before), ...takenIn(message) };
    default:
      return before;
  }
}

/** A line as it is stored, without what stood between it and the one before. */
const addDone = (folded: Folded, { parentUuid: _, ...line }: JsonObject): Folded => ({
  ...folded,
  own: grown(folded.own, line),
  before: folded.before + 1,
});

type Event = Extract<SdkMessage, { type: 'stream_event' }>['event'];

function grow(before: Folded, event: Event): Folded {
  const soFar = event.type === 'message_start' ? emptyStream : before.streamed;
  const streamed = foldStream(soFar, event);
  const own = event.type === 'message_delta' ? ended(before.own, endOf(streamed)) : before.own;
  return { ...before, streamed, own };
}

function endOf({ stop, usage }: Streamed): JsonObject {
  const took = usage && Json.parse(JSON.parse(JSON.stringify(usage)));
  return { stop_reason: stop ?? null, ...(took && { usage: took }) };
}

/** What subagents say stays with them; their call has what came of it. */
function add(before: Folded, message: Said): Folded {
  const {
    type,
    uuid,
    session_id: sessionId,
    tool_use_result: toolUseResult,
    message: said,
  } = message;
  const line = { type, message: said, uuid, sessionId, cwd: before.cwd, toolUseResult };
  const { parent_tool_use_id: call, agent_id: agent = call } = message;
  if (call && agent) {
    const strand = before.subagents.get(agent) ?? { ...emptyStrand, call };
    return withSubagent(before, agent, grown(strand, { ...line, agentId: agent }));
  }
  const isCompactSummary = (before.isCompacted && message.isSynthetic) || undefined;
  if (!isCompactSummary && !isSpoken(message)) return before;
  return { ...before, isCompacted: false, own: grown(before.own, { ...line, isCompactSummary }) };
}

const withSubagent = (folded: Folded, agent: string, strand: Strand): Folded => ({
  ...folded,
  subagents: new Map(folded.subagents).set(agent, strand),
});

/** Of what a user is made to say only results of tools are news. */
const isSpoken = ({ type, message }: Said) =>
  type === 'assistant' || toBlocks(message).some((block) => block['type'] === 'tool_result');

function addSystem(before: Folded, message: System): Folded {
  if (message.subtype === 'init') return { ...before, model: message.model, cwd: message.cwd };
  if (message.subtype === 'compact_boundary') return { ...before, isCompacted: true };
  const strand = before.subagents.get(message.task_id);
  return strand ? withSubagent(before, message.task_id, { ...strand, isOver: true }) : before;
}

const allOver = (folded: Folded): Folded => ({
  ...folded,
  own: { ...folded.own, isOver: true },
  subagents: new Map([...folded.subagents].map(([name, one]) => [name, { ...one, isOver: true }])),
});

export const toDeltas = (message: TurnEvent, { streamed }: Folded): readonly Delta[] =>
  message.type === 'stream_event' && !message.parent_tool_use_id
    ? toStreamDeltas(message.event, streamed)
    : [];
