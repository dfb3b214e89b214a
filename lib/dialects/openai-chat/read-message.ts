import type { Loss } from '../../core/message/loss.ts';
import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy, translateEach } from '../lossy.ts';
import { readCall } from './read-call.ts';
import { readContent } from './read-content.ts';
import { DIALECT } from './wire.ts';

/** One message of a request, as ours. */
export function readMessage(wire: JsonObject, index: number): Lossy<Message> {
  const at = `messages[${index}]`;
  const role = readRole(wire['role'], at);
  const parts = role.value === 'tool' ? readResult(wire, at) : readParts(wire, at);
  return {
    value: {
      id: `message-${index + 1}`,
      role: role.value,
      parts: [...parts.value],
      native: { dialect: DIALECT, value: wire },
    },
    losses: [...role.losses, ...parts.losses, ...lossesOfFields(wire, at)],
  };
}

const ours: ReadonlyMap<unknown, Role> = new Map(
  (['system', 'user', 'assistant', 'tool'] as const).map((role) => [role, role]),
);

function readRole(raw: Json | undefined, at: string): Lossy<Role> {
  const role = ours.get(raw);
  if (role) return lossless(role);
  const nearest = raw === 'developer' ? 'system' : 'user';
  return lossy(nearest, loss('role', `${at}.role`, `read as ${nearest}`));
}

function readResult(wire: JsonObject, at: string): Lossy<readonly Part[]> {
  const { value, losses } = readContent(wire['content'] ?? null, `${at}.content`);
  const call = stringIn(wire, 'tool_call_id');
  return { value: [{ type: 'tool_result', call, content: [...value], error: false }], losses };
}

function readParts(wire: JsonObject, at: string): Lossy<readonly Part[]> {
  const content = readContent(wire['content'] ?? null, `${at}.content`);
  const refusal = stringIn(wire, 'refusal');
  const calls = translateEach(listOf(wire['tool_calls']), (call, index) =>
    readCall(call, `${at}.tool_calls[${index}]`),
  );
  return {
    value: [
      ...thinkingOf(wire),
      ...content.value,
      ...(refusal ? [refused(refusal)] : []),
      ...calls.value.flat(),
    ],
    losses: [...content.losses, ...calls.losses],
  };
}

const refused = (text: string): Part => ({ type: 'text', text, refusal: true });

function thinkingOf(wire: JsonObject): readonly Part[] {
  const text = stringIn(wire, 'reasoning_content') || stringIn(wire, 'reasoning');
  return text ? [{ type: 'thinking', text }] : [];
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const READ: readonly string[] = [
  'role',
  'content',
  'refusal',
  'reasoning_content',
  'reasoning',
  'tool_calls',
  'tool_call_id',
];

const lossesOfFields = (wire: JsonObject, at: string): readonly Loss[] =>
  Object.entries(wire)
    .filter(([field, value]) => !READ.includes(field) && !isEmpty(value))
    .map(([field]) => loss('field', `${at}.${field}`, 'kept in the native form only'));

const isEmpty = (value: Json) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);
