import { user } from '../../core/message/author.ts';
import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { Usage } from '../../core/message/usage.ts';
import type { Json } from '../../core/shared/json.ts';
import { readPart } from '../gemini/read-part.ts';
import { joinTexts } from '../join-texts.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, translateAll } from '../lossy.ts';
import { timeOf } from '../transcript-time.ts';
import type { ChatRecord } from './records.ts';
import { readCalls, readResults } from './tool-calls.ts';

/** How this dialect is called in a message's native form, and the agent that speaks in it. */
const GEMINI_CLI = 'gemini-cli';

/** A message of a chat; what tools gave stands in it beside their calls, and is a message of ours. */
export function readRecord({ line, value }: ChatRecord): Lossy<readonly Message[]> {
  const at = `lines[${line}]`;
  const id = stringIn(value, 'id') || `line-${line + 1}`;
  const common = { ...timeOf(value), native: { dialect: GEMINI_CLI, value } };
  const content = readContent(value['content'], `${at}.content`);
  if (value['type'] === 'user') {
    const message: Message = {
      id,
      role: 'user',
      author: user,
      ...common,
      parts: [...content.value],
    };
    return { value: [message], losses: content.losses };
  }
  const author = { agent: GEMINI_CLI, backend: GEMINI_CLI };
  const model = stringIn(value, 'model');
  const usage = readTokens(value['tokens']);
  const results = readResults(value['toolCalls'], `${at}.toolCalls`);
  const said: Message = {
    id,
    role: 'assistant',
    author: { ...author, ...(model && { model }) },
    ...common,
    parts: [...readThoughts(value['thoughts']), ...content.value, ...readCalls(value['toolCalls'])],
    ...(usage && { usage }),
  };
  const told: Message = {
    id: `${id}-results`,
    role: 'tool',
    author,
    ...common,
    parts: [...results.value],
  };
  return {
    value: results.value.length > 0 ? [said, told] : [said],
    losses: [...content.losses, ...results.losses],
  };
}

/** Text, a part, or a list of both. */
function readContent(content: Json | undefined, at: string): Lossy<readonly Part[]> {
  const parts = isList(content) ? content : [content ?? ''];
  return translateAll(parts, (part, place) =>
    readPart(typeof part === 'string' ? { text: part } : part, place, `${at}[${place}]`, ids),
  );
}

/** Calls stand elsewhere in a chat; one here is known by what it says itself. */
const ids = {
  ofCall: (call: JsonObject) => stringIn(call, 'id'),
  ofResponse: (response: JsonObject) => stringIn(response, 'id'),
};

function readThoughts(thoughts: Json | undefined): readonly Part[] {
  const list = isList(thoughts) ? thoughts.filter(isJsonObject) : [];
  return list.map((thought) => ({
    type: 'thinking',
    text: joinTexts(
      [stringIn(thought, 'subject'), stringIn(thought, 'description')].filter(Boolean),
    ),
  }));
}

/** `{input, output, cached, thoughts, tool, total}`; the output is counted without the thoughts. */
function readTokens(tokens: Json | undefined): Usage | undefined {
  if (!isJsonObject(tokens)) return undefined;
  const count = (name: string) => (typeof tokens[name] === 'number' ? tokens[name] : 0);
  return Usage.safeParse({
    inputTokens: count('input') + count('tool'),
    outputTokens: count('output') + count('thoughts'),
    cachedTokens: count('cached'),
    reasoningTokens: count('thoughts'),
  }).data;
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
