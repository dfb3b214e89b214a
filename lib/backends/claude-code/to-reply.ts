import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Usage } from '../../core/message/usage.ts';
import { addUsage } from '../../dialects/anthropic-messages/usage.ts';
import { extract } from '../../dialects/claude-code/extract.ts';
import type { Folded } from './fold.ts';
import { fromNativeName } from './tool-server.ts';

/** What was said last, with what the whole turn took. */
export function toReply(folded: Folded, id: string): Message {
  const said = messagesIn(folded);
  const last = said.findLast(({ role }) => role === 'assistant');
  const usage = said.reduce<Usage | undefined>(
    (sum, message) => (message.usage ? addUsage(sum, message.usage) : sum),
    undefined,
  );
  return { role: 'assistant', parts: [], ...last, id, ...(usage && { usage }) };
}

/** What came before that: its calls of tools of its own, and their results. */
export function toSteps(folded: Folded): readonly Message[] {
  const said = messagesIn(folded);
  const last = said.findLastIndex(({ role }) => role === 'assistant');
  return said.slice(0, Math.max(0, last)).map(({ usage: _, ...message }) => message);
}

const messagesIn = ({ lines }: Folded): readonly Message[] =>
  lines.length === 0
    ? []
    : extract({ lines: lines.map((line) => JSON.stringify(line)) }).messages.map(withOurNames);

const withOurNames = (message: Message): Message => ({
  ...message,
  parts: message.parts.map(withOurName),
});

const withOurName = (part: Part): Part =>
  part.type === 'tool_call' ? { ...part, name: fromNativeName(part.name) } : part;
