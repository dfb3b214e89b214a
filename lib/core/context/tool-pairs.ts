import type { Json } from '../shared/json.ts';

/** The ids of the tool calls that a message makes or answers. */
export const callsIn = (body: Json): readonly string[] =>
  partsOf(body).flatMap((part) => {
    const id = part['type'] === 'tool_call' ? part['id'] : part['call'];
    return typeof id === 'string' && isOfCall(part) ? [id] : [];
  });

/**
 * A copy of a message that can stand beside it: its calls, and itself, have names of their own. The
 * form in which its maker wrote it goes, since that has the old ones.
 */
export function copied(body: Json, rename: (id: string) => string): Json {
  if (!isObject(body) || partsOf(body).length === 0) return body;
  const { native: _, ...message } = body;
  const id = message['id'];
  return {
    ...message,
    ...(typeof id === 'string' && { id: rename(id) }),
    parts: partsOf(body).map((part) => renamed(part, rename)),
  };
}

/** Items that belong together because they make or answer the same calls, group by group. */
export function grouped(
  items: Iterable<string>,
  callsOf: (item: string) => readonly string[],
): readonly (readonly string[])[] {
  const all = [...items];
  const calls = new Map(all.map((item) => [item, callsOf(item)]));
  const itemsByCall = new Map<string, string[]>();
  for (const [item, of] of calls)
    for (const call of of) itemsByCall.set(call, [...(itemsByCall.get(call) ?? []), item]);

  const seen = new Set<string>();
  const groupAround = (item: string): readonly string[] => {
    if (seen.has(item)) return [];
    seen.add(item);
    const others = calls.get(item)?.flatMap((call) => itemsByCall.get(call) ?? []) ?? [];
    return [item, ...others.flatMap(groupAround)];
  };
  return all.map(groupAround).filter((group) => group.length > 0);
}

type Part = { readonly [key: string]: Json };

const isOfCall = ({ type }: Part) => type === 'tool_call' || type === 'tool_result';

const renamed = (part: Part, rename: (id: string) => string): Part => {
  const member = part['type'] === 'tool_call' ? 'id' : 'call';
  const id = part[member];
  return isOfCall(part) && typeof id === 'string' ? { ...part, [member]: rename(id) } : part;
};

const partsOf = (body: Json): readonly Part[] =>
  isObject(body) && Array.isArray(body['parts']) ? body['parts'].filter(isObject) : [];

const isObject = (value: Json | undefined): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
