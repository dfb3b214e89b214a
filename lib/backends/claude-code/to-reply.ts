import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Usage } from '../../core/message/usage.ts';
import { addUsage } from '../../dialects/anthropic-messages/usage.ts';
import { extract } from '../../dialects/claude-code/extract.ts';
import type { Entry } from '../../dialects/claude-code/line.ts';
import type { Folded } from './fold.ts';
import { textsOf } from './strand.ts';
import { fromNativeName } from './tool-server.ts';

/** What was said last, under the id that its session knows it by, with what the whole turn took. */
export function toReply(folded: Folded, id: string): Message {
  const last = messagesIn(folded.own.lines).findLast(({ role }) => role === 'assistant');
  const usage = usageOf(folded);
  return { id, role: 'assistant', parts: [], ...last, ...(usage && { usage }) };
}

/** What came before that: its calls of tools of its own, and their results. */
export function toSteps({ own }: Folded): readonly Message[] {
  const said = messagesIn(own.lines);
  const last = said.findLastIndex(({ role }) => role === 'assistant');
  return said.slice(0, Math.max(0, last)).map(({ usage: _, ...message }) => message);
}

/** Unknown where some of it was done by a process that did not live to say. */
export const costIn = ({ before, taken }: Folded): number | undefined =>
  before === 0 ? taken?.costUsd : undefined;

function usageOf({ own: { lines }, before, taken }: Folded): Usage | undefined {
  if (!taken) return sumIn(lines);
  const earlier = sumIn(lines.slice(0, before));
  return earlier ? addUsage(earlier, taken.usage) : taken.usage;
}

const sumIn = (lines: readonly Entry[]) =>
  messagesIn(lines).reduce<Usage | undefined>(
    (sum, message) => (message.usage ? addUsage(sum, message.usage) : sum),
    undefined,
  );

/** What lines say, with our tools under our names; the summary of a compaction is no message. */
export const messagesIn = (lines: readonly Entry[]): readonly Message[] =>
  lines.length === 0 ? [] : extract({ lines: textsOf(lines) }, 'whole').messages.map(withOurNames);

const withOurNames = (message: Message): Message => ({
  ...message,
  parts: message.parts.map(withOurName),
});

const withOurName = (part: Part): Part =>
  part.type === 'tool_call' ? { ...part, name: fromNativeName(part.name) } : part;
