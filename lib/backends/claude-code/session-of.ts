import { Entry } from '../../claude-code/sessions/entry.ts';
import { GO_ON, markOf } from '../../claude-code/sessions/mark.ts';
import type { ModelCall } from '../../core/agent/backend.ts';
import type { Loss } from '../../core/message/loss.ts';
import { type Message, textOf } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { Json } from '../../core/shared/json.ts';
import { render } from '../../dialects/claude-code/render.ts';
import { isJsonObject } from '../../dialects/json-object.ts';
import { toNativeName } from './tool-server.ts';

/** What Claude Code is told, by what it takes it for. */
export interface Told {
  /** What follows its own system prompt. */
  readonly system: string;
  /** With our tools under the names by which it knows them. */
  readonly conversation: readonly Message[];
}

export function toldIn({ messages, tools }: ModelCall): Told {
  const names = new Set(tools.map(({ name }) => name));
  const spoken = messages.findIndex(({ role }) => role !== 'system');
  const end = spoken === -1 ? messages.length : spoken;
  return {
    system: messages.slice(0, end).map(textOf).join('\n\n'),
    conversation: messages.slice(end).map(withNativeNames(names)),
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

/** A conversation that a session is made of. */
export interface History {
  /** What was said before, as entries of its transcript. */
  readonly entries: readonly Entry[];
  /** What is asked now. */
  readonly asked: readonly Message[];
  readonly losses: readonly Loss[];
}

/** All up to the model's last words is history, and so are results; what users said after it is asked now. */
export function historyOf(conversation: readonly Message[], sessionId: string): History {
  const end = conversation.findLastIndex(({ role }) => role !== 'user') + 1;
  const { request, losses } = render({ messages: conversation.slice(0, end) }, { sessionId });
  return {
    entries: request.lines.map((line) => Entry.parse(JSON.parse(line))),
    asked: conversation.slice(end),
    losses,
  };
}

/** What is asked, in the form of Anthropic's API; never nothing. */
export interface Prompt {
  readonly content: Json;
  /** The uuid that it leaves in the session. */
  readonly mark?: string;
  readonly losses: readonly Loss[];
}

export function promptOf(asked: readonly Message[]): Prompt {
  const { request, losses } = render({ messages: asked });
  const content = request.lines.flatMap(contentIn);
  const [last] = asked.slice(-1);
  if (content.length === 0 || !last) return { content: [{ type: 'text', text: GO_ON }], losses };
  return { content, mark: markOf(last), losses };
}

function contentIn(line: string): readonly Json[] {
  const entry = Json.parse(JSON.parse(line));
  const message = isJsonObject(entry) ? entry['message'] : undefined;
  const content = isJsonObject(message) ? message['content'] : undefined;
  return Array.isArray(content) ? content : [{ type: 'text', text: content ?? '' }];
}
