import type { Message } from '../../lib/core/message/message.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { checkRequest as checkChat } from '../support/chat-server/check-request.ts';
import { checkRequest as checkGemini } from '../support/gemini-server/check-request.ts';
import { rulesOf as geminiRulesOf } from '../support/gemini-server/rules.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { checkMessages } from '../support/messages-server/check-messages.ts';
import { rulesFor as claudeRulesFor } from '../support/messages-server/model-rules.ts';
import { checkInput } from '../support/responses-server/check-input.ts';
import { rulesOf as responsesRulesOf } from '../support/responses-server/mode.ts';
import { extractIn, modelIn, requestIn } from './carry.ts';
import type { Written } from './features.ts';

const FACTS = [
  'The key is under the mat.',
  'Which door is it?',
  'the red one',
  'It is the red door.',
];

const message = (role: Message['role'], ...parts: Message['parts']): Message => ({
  id: role,
  role,
  parts,
});
const text = (words: string) => ({ type: 'text' as const, text: words });

/** Work that is handed over half done: facts, two calls at once, a call whose result never came. */
const handOver: readonly Message[] = [
  message('system', text('Be brief.')),
  message('user', text('The key is under the mat. Which door is it?')),
  message(
    'assistant',
    text('I will look.'),
    { type: 'tool_call', id: 'a', name: 'look_up', arguments: { door: 'left' } },
    { type: 'tool_call', id: 'b', name: 'look_up', arguments: { door: 'right' } },
  ),
  message('tool', { type: 'tool_result', call: 'a', content: [text('A wall.')], error: true }),
  message('tool', { type: 'tool_result', call: 'b', content: [text('the red one')], error: false }),
  message('assistant', text('It is the red door.'), {
    type: 'tool_call',
    id: 'c',
    name: 'open',
    arguments: {},
  }),
  message('user', text('And now?')),
];

/** Why a reader of one dialect could not go on with what was said in another; undefined: it can. */
export function problemOf(from: Written, to: Written): string | undefined {
  const here = extractIn(from, requestIn(from, handOver));
  const sent = requestIn(to, here);
  const there = extractIn(to, sent);
  const words = JSON.stringify(sent);
  return (
    refusal(to, sent) ??
    unpaired(there) ??
    FACTS.map((fact) => (words.includes(fact) ? undefined : `lost: ${fact}`)).find(Boolean)
  );
}

/** Why the maker's strict server refuses the request. */
function refusal(to: Written, request: Json): string | undefined {
  const body = request as Readonly<Record<string, Json>>;
  switch (to) {
    case 'anthropic-messages':
      return checkMessages(body['messages'], claudeRulesFor(modelIn(to)));
    case 'openai-responses':
      return checkInput(body['input'], responsesRulesOf.openai);
    case 'openai-chat':
      return checkChat(body, 'openai')?.message;
    case 'gemini': {
      const rules = geminiRulesOf(modelIn(to), TEST_KEY);
      return rules ? checkGemini(body, rules) : 'no such model';
    }
    case 'claude-code':
      return brokenChain(body['lines']);
  }
}

/** Claude Code needs a type, an id, its parent's id and a message on each line. */
function brokenChain(lines: Json | undefined): string | undefined {
  if (!Array.isArray(lines)) return 'no lines';
  const known = new Set<unknown>([null]);
  for (const line of lines) {
    const { type, uuid, parentUuid } = JSON.parse(String(line));
    if (typeof type !== 'string' || typeof uuid !== 'string') return 'a line without type or id';
    if (!known.has(parentUuid)) return `a line whose parent is not there: ${uuid}`;
    known.add(uuid);
  }
  return undefined;
}

function unpaired(messages: readonly Message[]): string | undefined {
  const parts = messages.flatMap((one) => one.parts);
  const calls = parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []));
  const results = parts.flatMap((part) => (part.type === 'tool_result' ? [part.call] : []));
  if (calls.length !== 3) return `${calls.length} calls of 3`;
  return calls.every((id) => results.includes(id)) && results.length === calls.length
    ? undefined
    : 'a call without its result';
}
