import type { Message, Role } from '../../lib/core/message/message.ts';
import type { Part } from '../../lib/core/message/part.ts';
import { prose } from './prose.ts';

/** What an agent that works with tools says and is told: so many messages, a few hundred bytes each. */
export const dialogue = (count: number): readonly Message[] =>
  Array.from({ length: count }, (_, place) => messageAt(place));

/** A question, a thought with a call, what the tool gave, another call and its result, an answer. */
const CYCLE: readonly Role[] = ['user', 'assistant', 'tool', 'assistant', 'tool', 'assistant'];

function messageAt(place: number): Message {
  const role = place === 0 ? 'system' : (CYCLE[(place - 1) % CYCLE.length] ?? 'user');
  return { id: `message-${place}`, role, parts: partsAt(place, role) };
}

function partsAt(place: number, role: Role): Part[] {
  if (role === 'tool') return [resultOf(place - 1)];
  if (role !== 'assistant') return [{ type: 'text', text: prose(400, place) }];
  const step = (place - 1) % CYCLE.length;
  if (step === 5) return [{ type: 'text', text: prose(700, place) }];
  const thought: Part = { type: 'thinking', text: prose(300, -place) };
  const said: Part = { type: 'text', text: prose(120, place) };
  return [...(step === 1 ? [thought] : []), said, callAt(place)];
}

const callAt = (place: number): Part => ({
  type: 'tool_call',
  id: `call_${place}`,
  name: 'read_file',
  arguments: { path: `src/part-${place}.ts`, lines: [1, 200], reason: prose(60, place) },
});

const resultOf = (place: number): Part => ({
  type: 'tool_result',
  call: `call_${place}`,
  content: [{ type: 'text', text: prose(900, place) }],
  error: false,
});
