import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Usage } from '../../core/message/usage.ts';
import { addUsage } from '../../dialects/anthropic-messages/usage.ts';
import { extract } from '../../dialects/claude-code/extract.ts';
import type { JsonObject } from '../../dialects/json-object.ts';
import type { Folded } from './fold.ts';
import { fromNativeName } from './tool-server.ts';

/** What was said last, under the id that its session knows it by, with what the whole turn took. */
export function toReply(folded: Folded, id: string): Message {
  const last = messagesIn(folded.lines).findLast(({ role }) => role === 'assistant');
  const usage = usageOf(folded);
  return { id, role: 'assistant', parts: [], ...last, ...(usage && { usage }) };
}

/** What came before that: its calls of tools of its own, and their results. */
export function toSteps({ lines }: Folded): readonly Message[] {
  const said = messagesIn(lines);
  const last = said.findLastIndex(({ role }) => role === 'assistant');
  return said.slice(0, Math.max(0, last)).map(({ usage: _, ...message }) => message);
}

/** The steps that a result of a tool has brought to their end. */
export function toDone(before: Folded, { lines }: Folded): readonly Message[] {
  if (lines.length === before.lines.length || !isResult(lines.at(-1))) return [];
  const from = before.lines.findLastIndex(isResult) + 1;
  return messagesIn(lines.slice(from)).map(({ usage: _, ...message }) => message);
}

const isResult = (line: JsonObject | undefined) => line?.['type'] === 'user';

/** Unknown where some of it was done by a process that did not live to say. */
export const costIn = ({ before, taken }: Folded): number | undefined =>
  before === 0 ? taken?.costUsd : undefined;

function usageOf({ lines, before, taken }: Folded): Usage | undefined {
  if (!taken) return sumIn(lines);
  const earlier = sumIn(lines.slice(0, before));
  return earlier ? addUsage(earlier, taken.usage) : taken.usage;
}

const sumIn = (lines: readonly JsonObject[]) =>
  messagesIn(lines).reduce<Usage | undefined>(
    (sum, message) => (message.usage ? addUsage(sum, message.usage) : sum),
    undefined,
  );

const messagesIn = (lines: readonly JsonObject[]): readonly Message[] =>
  lines.length === 0
    ? []
    : extract({ lines: lines.map((line) => JSON.stringify(line)) }).messages.map(withOurNames);

const withOurNames = (message: Message): Message => ({
  ...message,
  parts: message.parts.map(withOurName),
});

const withOurName = (part: Part): Part =>
  part.type === 'tool_call' ? { ...part, name: fromNativeName(part.name) } : part;
