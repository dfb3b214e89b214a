import type { Message, Role } from '../../lib/core/message/message.ts';
import type { Part } from '../../lib/core/message/part.ts';

export const message = (
  role: Role,
  parts: readonly Part[],
  more: Partial<Message> = {},
): Message => ({ id: 'm', role, parts: [...parts], ...more });

export const text = (content: string) => ({ type: 'text' as const, text: content });

export const call = (id: string): Part => ({
  type: 'tool_call',
  id,
  name: 'look_up',
  arguments: { id },
});

export const result = (id: string, content: string, error = false): Part => ({
  type: 'tool_result',
  call: id,
  content: [text(content)],
  error,
});
