import type { Loss } from '../../core/message/loss.ts';
import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import type { JsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { readContent } from './read-content.ts';
import { DIALECT } from './wire.ts';

/** One message of a request, as ours. What a user says after bringing results stays beside them. */
export function readMessage(wire: JsonObject, index: number, id: string): Lossy<Message> {
  const at = `messages[${index}]`;
  const { value: parts, losses } = readContent(wire['content'], `${at}.content`);
  const role = readRole(wire['role'], parts, at);
  return {
    value: {
      id,
      role: role.value,
      parts: [...parts],
      native: { dialect: DIALECT, value: wire },
    },
    losses: [...role.losses, ...losses, ...lossesOfFields(wire, at)],
  };
}

/** What stands before all messages. */
export function readSystem(system: Json, id: string): Lossy<Message> {
  const { value: parts, losses } = readContent(system, 'system');
  return {
    value: { id, role: 'system', parts: [...parts], native: { dialect: DIALECT, value: system } },
    losses,
  };
}

function readRole(raw: Json | undefined, parts: readonly Part[], at: string): Lossy<Role> {
  const beginsWithResult = parts[0]?.type === 'tool_result';
  if (raw === 'user') return lossless(beginsWithResult ? 'tool' : 'user');
  if (raw === 'assistant' || raw === 'system') return lossless(raw);
  return lossy('user', loss('role', `${at}.role`, 'read as user'));
}

const lossesOfFields = (wire: JsonObject, at: string): readonly Loss[] =>
  Object.keys(wire)
    .filter((field) => field !== 'role' && field !== 'content' && wire[field] !== null)
    .map((field) => loss('field', `${at}.${field}`, 'kept in the native form only'));
