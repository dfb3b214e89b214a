import type { ModelCall } from '../../core/agent/backend.ts';
import type { Loss } from '../../core/message/loss.ts';
import { type Message, textOf } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { Json } from '../../core/shared/json.ts';
import { render } from '../../dialects/claude-code/render.ts';
import { toUuid } from '../../dialects/claude-code/to-uuid.ts';
import { isJsonObject } from '../../dialects/json-object.ts';
import { toNativeName } from './tool-server.ts';

/** A conversation as Claude Code takes it up. */
export interface Session {
  readonly id: string;
  /** What follows its own system prompt. */
  readonly system: string;
  /** What was said before, as entries of its transcript; none: a new session. */
  readonly entries: readonly Json[];
  /** The content of what it is asked now, in the form of Anthropic's API. */
  readonly prompt: Json;
  readonly losses: readonly Loss[];
}

/** What is said where a conversation ends in results, which are history already. */
const GO_ON = 'Go on.';

/** All up to the model's last words is history, and so are results; what users said after it is asked now. */
export function sessionOf({ messages, tools }: ModelCall): Session {
  const names = new Set(tools.map(({ name }) => name));
  const spoken = messages.findIndex(({ role }) => role !== 'system');
  const conversation = messages.slice(Math.max(0, spoken)).map(withNativeNames(names));
  const end = conversation.findLastIndex(({ role }) => role !== 'user') + 1;
  const id = toUuid(messages.find(({ role }) => role !== 'system')?.id ?? '');
  const history = render({ messages: conversation.slice(0, end) }, { sessionId: id });
  const asked = render({ messages: conversation.slice(end) }, { sessionId: id });
  return {
    id,
    system: messages.slice(0, Math.max(0, spoken)).map(textOf).join('\n\n'),
    entries: history.request.lines.map((line) => Json.parse(JSON.parse(line))),
    prompt: asked.request.lines.flatMap(contentIn),
    losses: [...history.losses, ...asked.losses],
  };
}

const withNativeNames =
  (names: ReadonlySet<string>) =>
  (message: Message): Message => ({
    ...message,
    parts: message.parts.map((part) => withNativeName(part, names)),
  });

const withNativeName = (part: Part, names: ReadonlySet<string>): Part =>
  part.type === 'tool_call' && names.has(part.name)
    ? { ...part, name: toNativeName(part.name) }
    : part;

function contentIn(line: string): readonly Json[] {
  const entry = Json.parse(JSON.parse(line));
  const message = isJsonObject(entry) ? entry['message'] : undefined;
  const content = isJsonObject(message) ? message['content'] : undefined;
  return Array.isArray(content) ? content : [{ type: 'text', text: content ?? '' }];
}

/** What is asked, never nothing. */
export const promptOf = ({ prompt }: Session): Json =>
  Array.isArray(prompt) && prompt.length > 0 ? prompt : GO_ON;
