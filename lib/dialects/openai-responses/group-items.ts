import type { Role } from '../../core/message/message.ts';
import { type JsonObject, stringIn } from '../json-object.ts';
import { isMessage } from './read-item.ts';

/** Items that stand side by side and are one message of ours. */
export interface Group {
  readonly role: Role;
  /** The place of its first item. */
  readonly start: number;
  readonly items: readonly JsonObject[];
}

/**
 * What the assistant thought, said and called without anyone between is one message, as far as it
 * speaks once; all else is one each.
 */
export function groupItems(items: readonly JsonObject[]): readonly Group[] {
  const groups: Group[] = [];
  for (const [start, item] of items.entries()) {
    const role = roleOf(item);
    const last = groups.at(-1);
    if (last && role === 'assistant' && goesOn(last, item))
      groups.splice(-1, 1, { ...last, items: [...last.items, item] });
    else groups.push({ role, start, items: [item] });
  }
  return groups;
}

function goesOn({ role, items }: Group, next: JsonObject): boolean {
  const last = items.at(-1);
  return role === 'assistant' && !(last && isMessage(last) && isMessage(next));
}

const roles: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['assistant', 'assistant'],
]);

/** Of other items than messages only results are not the assistant's doing. */
export function roleOf(item: JsonObject): Role {
  if (isMessage(item)) return roles.get(stringIn(item, 'role')) ?? 'user';
  const type = stringIn(item, 'type');
  if (isResult(item)) return 'tool';
  return /_(output|response)$/.test(type) ? 'user' : 'assistant';
}

export const isResult = ({ type }: JsonObject): boolean =>
  type === 'function_call_output' || type === 'custom_tool_call_output';
