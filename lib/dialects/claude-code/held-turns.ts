import { blocksIn } from '../anthropic-messages/read-content.ts';
import { isJsonObject, stringIn } from '../json-object.ts';
import type { Entry } from './line.ts';
import { answeredIn } from './speech.ts';
import { readTold, TOLD } from './told.ts';
import { readTranscript } from './transcript.ts';

/** A message as a session holds it. */
export interface HeldTurn {
  /** Its id in the log, where it was put there from it; else the uuid of its first line. */
  readonly id: string;
  readonly speaker: 'assistant' | 'tool' | 'user';
  readonly text: string;
  /** The uuid of its last line: what follows it hangs there. */
  readonly last: string;
  /** The places of its lines. */
  readonly lines: readonly number[];
}

export interface HeldConversation {
  readonly turns: readonly HeldTurn[];
  /** What hooks told it between. */
  readonly told: readonly string[];
}

/** What a session holds of a conversation, what a compaction put into a summary included. */
export function heldTurns(lines: readonly string[]): HeldConversation {
  const { turns, chain } = readTranscript(lines, 'whole');
  return { turns: turns.map(toHeld), told: chain.entries.flatMap(toldIn) };
}

function toHeld(turn: readonly [Entry, ...Entry[]]): HeldTurn {
  const [first] = turn;
  const last = turn.at(-1) ?? first;
  return {
    id: readTold(first.value[TOLD])?.id ?? first.uuid,
    speaker: speakerOf(first),
    text: turn.map(textOf).join(''),
    last: last.uuid,
    lines: turn.map(({ line }) => line),
  };
}

function speakerOf(entry: Entry): HeldTurn['speaker'] {
  if (entry.type === 'assistant') return 'assistant';
  return answeredIn(entry).length > 0 ? 'tool' : 'user';
}

function textOf({ message = {} }: Entry): string {
  const content = message['content'];
  if (typeof content === 'string') return content;
  return blocksIn(content)
    .map((block) =>
      isJsonObject(block) && block['type'] === 'text' ? stringIn(block, 'text') : '',
    )
    .join('');
}

function toldIn({ type, value }: Entry): readonly string[] {
  const attachment = value['attachment'];
  if (type !== 'attachment' || !isJsonObject(attachment)) return [];
  const content = attachment['type'] === 'hook_additional_context' ? attachment['content'] : [];
  return Array.isArray(content) ? content.filter((text) => typeof text === 'string') : [];
}
