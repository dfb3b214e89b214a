import type { Item } from '../../../lib/core/context/item.ts';
import type { Part } from '../../../lib/core/message/part.ts';
import type { Json } from '../../../lib/core/shared/json.ts';

export const item = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  kind: 'note',
  author: { agent: 'ada' },
  version: 1,
  tags: [],
  visibility: 'shared',
  body: id,
  ...more,
});

/** A message as the log holds it. */
export const message = (
  id: string,
  version: number,
  role: 'assistant' | 'tool',
  ...parts: readonly Part[]
): Item =>
  item(id, {
    kind: 'message',
    version,
    body: JSON.parse(JSON.stringify({ id, role, parts })) as Json,
  });

export const asks = (id: string, path: string): Part => ({
  type: 'tool_call',
  id,
  name: 'read',
  arguments: { path },
});

export const gets = (call: string, text: string): Part => ({
  type: 'tool_result',
  call,
  content: [{ type: 'text', text }],
  error: false,
});
