import type { Backend, ModelCall, Reply } from '../../../lib/core/agent/backend.ts';
import type { Delta } from '../../../lib/core/message/delta.ts';
import { type Message, textOf } from '../../../lib/core/message/message.ts';
import type { Part, ToolCallPart } from '../../../lib/core/message/part.ts';

let calls = 0;
const nextId = () => {
  calls += 1;
  return `call_${calls}`;
};

export const toolCall = (
  name: string,
  args: ToolCallPart['arguments'],
  id = nextId(),
): ToolCallPart => ({
  type: 'tool_call',
  id,
  name,
  arguments: args,
});

export const newAnswer = (content: string, id?: string) => toolCall('new_answer', { content }, id);
export const vote = (agentId: string, reason = 'It is good.', id?: string) =>
  toolCall('vote', { agent_id: agentId, reason }, id);
export const words = (text: string): Part => ({ type: 'text', text });

export const saying = (...parts: readonly Part[]): Message => ({
  id: 'reply',
  role: 'assistant',
  parts: [...parts],
});

/** What a model does when it is called: says something, or fails. */
export type Move =
  | readonly Part[]
  | Partial<Reply>
  | Error
  | ((call: ModelCall) => Promise<Message | Partial<Reply>> | Message | Partial<Reply>);

export interface ScriptedModel extends Backend {
  /** What it was asked, as it was at that moment. */
  readonly asked: readonly Omit<ModelCall, 'signal' | 'hear' | 'sharer' | 'within'>[];
}

/** A model that makes one move after the other, and the last one for ever. */
export function scriptedModel(...moves: readonly Move[]): ScriptedModel {
  const asked: Omit<ModelCall, 'signal' | 'hear' | 'sharer' | 'within'>[] = [];
  return {
    type: 'scripted',
    model: 'script-1',
    asked,
    async *call(call): AsyncGenerator<Delta, Reply> {
      const { signal, hear: _, sharer: __, within: ___, ...told } = call;
      asked.push(structuredClone(told));
      const move = moves[Math.min(asked.length, moves.length) - 1] ?? [];
      if (move instanceof Error) throw move;
      const reply = await replyOf(move, call);
      signal.throwIfAborted();
      yield { type: 'text', text: textOf(reply.message) };
      return reply;
    },
  };
}

async function replyOf(move: Exclude<Move, Error>, call: ModelCall): Promise<Reply> {
  if (typeof move === 'function') {
    const made = await move(call);
    return 'role' in made
      ? { message: made, losses: [] }
      : { message: saying(), losses: [], ...made };
  }
  if ('map' in move) return { message: saying(...move), losses: [] };
  return { message: saying(), losses: [], ...move };
}

/** The text of a conversation, as a dialect without quirks would send it. */
export const transcript = (messages: readonly Message[]): readonly string[] =>
  messages.map(({ role, parts }) => JSON.stringify({ role, parts }));
