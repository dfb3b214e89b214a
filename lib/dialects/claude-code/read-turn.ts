import { type Author, user } from '../../core/message/author.ts';
import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { Usage } from '../../core/message/usage.ts';
import type { Json } from '../../core/shared/json.ts';
import { readContent } from '../anthropic-messages/read-content.ts';
import { toStop } from '../anthropic-messages/stop.ts';
import { toUsage, WireUsage } from '../anthropic-messages/usage.ts';
import { isJsonObject, stringIn } from '../json-object.ts';
import { type Lossy, lossless, translateAll } from '../lossy.ts';
import { timeOf } from '../transcript-time.ts';
import type { KeptTurn } from './keep-lines.ts';
import type { Entry } from './line.ts';
import { isSummary, isTold } from './speech.ts';
import { readTold, TOLD } from './told.ts';
import { isSidechain } from './tree.ts';
import type { Turn } from './turns.ts';
import { AGENT, BACKEND, DIALECT } from './wire.ts';

/** One message, of all its lines, which it keeps. */
export function readTurn({ turn, native }: KeptTurn): Lossy<Message> {
  const [first, ...others] = turn;
  const { value: parts, losses } =
    others.length > 0 ? translateAll(turn, readParts) : readParts(first);
  const told = readTold(first.value[TOLD]);
  const role = roleOf(first, parts);
  return {
    value: {
      id: told?.id ?? first.uuid,
      role,
      author: told?.author ?? authorOf(first, role),
      ...timeOf(first.value),
      parts: [...parts],
      ...(role === 'assistant' && readEnd(turn)),
      native: { dialect: DIALECT, value: native },
    },
    losses,
  };
}

function readParts(entry: Entry): Lossy<readonly Part[]> {
  const content = entry.message?.['content'];
  if (typeof content === 'string' && content !== '')
    return lossless([{ type: 'text', text: content }]);
  if (!isTold(entry)) return readContent(content, `lines[${entry.line}].message.content`);
  const attachment = entry.value['attachment'];
  return readContent(
    isJsonObject(attachment) ? toTexts(attachment['content']) : undefined,
    `lines[${entry.line}].attachment.content`,
  );
}

/** An attachment holds bare texts. */
const toTexts = (content: Json | undefined): Json =>
  (Array.isArray(content) ? content : [content ?? null]).map((text) =>
    typeof text === 'string' ? { type: 'text', text } : text,
  );

/** Results that begin a user's message are a tool's. */
function roleOf({ type }: Entry, [first]: readonly Part[]): Role {
  if (type === 'attachment') return 'system';
  if (type === 'assistant') return 'assistant';
  return first?.type === 'tool_result' ? 'tool' : 'user';
}

/** To a subagent, the agent that called it speaks as the user does. */
function authorOf(entry: Entry, role: Role): Author {
  const isTyped = role === 'user' && !isSidechain(entry) && !isSummary(entry);
  if (isTyped) return user;
  const model = role === 'assistant' && entry.message ? stringIn(entry.message, 'model') : '';
  return { agent: AGENT, backend: BACKEND, ...(model && { model }) };
}

/** Each line of a reply repeats how it ended and what it took: the last to say it knows best. */
function readEnd(turn: Turn): Pick<Message, 'stop' | 'usage'> {
  const messages = turn.map(({ message = {} }) => message);
  const raw = messages.map((message) => stringIn(message, 'stop_reason')).findLast(Boolean);
  const usage = readUsage(messages.map((message) => message['usage']).findLast(isJsonObject));
  return { ...(raw && { stop: toStop(raw) }), ...(usage && { usage }) };
}

/** Undefined where it is none, or counts what cannot be. */
function readUsage(value: Json | undefined): Usage | undefined {
  const wire = WireUsage.safeParse(value).data;
  return wire && Usage.safeParse(toUsage(wire)).data;
}
