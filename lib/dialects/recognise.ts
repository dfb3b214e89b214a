import type { Json } from '../core/shared/json.ts';
import type { DialectName } from './dialect-name.ts';
import { isJsonObject, type JsonObject, stringIn } from './json-object.ts';
import { parseLine } from './parse-line.ts';

/** Lines of a transcript that are looked at, at most. */
const MAX_LINES = 200;

/** The dialect of a request's body or of a transcript, given as text or parsed; undefined: none that is known. */
export function recogniseDialect(given: Json): DialectName | undefined {
  if (typeof given !== 'string') return ofValue(given);
  const value = parsed(given);
  return value === undefined || typeof value === 'string'
    ? ofLines(given.split('\n', MAX_LINES))
    : ofValue(value);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ofValue(value: Json): DialectName | undefined {
  if (isList(value)) return ofList(value);
  if (!isJsonObject(value)) return undefined;
  if (isList(value['lines'])) return ofList(value['lines']);
  if (isList(value['contents'])) return 'gemini';
  if (isList(value['messages'])) return ofMessages(value, value['messages']);
  if (isList(value['input']) || typeof value['input'] === 'string') return 'openai-responses';
  return ofLine(value);
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Messages, contents or items without the body around them, or the lines of a transcript. */
function ofList(list: readonly Json[]): DialectName | undefined {
  const texts = list.slice(0, MAX_LINES).filter((entry) => typeof entry === 'string');
  if (texts.length > 0) return ofLines(texts);
  const objects = list.filter(isJsonObject);
  const transcript = objects.slice(0, MAX_LINES).map(ofLine).find(Boolean);
  if (transcript) return transcript;
  if (objects.some(({ role, parts }) => role !== undefined && isList(parts))) return 'gemini';
  if (objects.some(isItem)) return 'openai-responses';
  return objects.some(({ role }) => typeof role === 'string') ? ofMessages({}, list) : undefined;
}

const isItem = ({ type }: JsonObject) =>
  typeof type === 'string' && /^(message|reasoning|item_reference|\w+_call(_output)?)$/.test(type);

const ofLines = (texts: readonly string[]): DialectName | undefined =>
  texts
    .map(parseLine)
    .map((line) => line && ofLine(line))
    .find(Boolean);

function ofLine(line: JsonObject): DialectName | undefined {
  const type = stringIn(line, 'type');
  if (type !== '' && isJsonObject(line['payload']) && 'timestamp' in line) return 'codex';
  if (type !== '' && ('parentUuid' in line || 'sessionId' in line)) return 'claude-code';
  if ('$set' in line || ('sessionId' in line && 'projectHash' in line)) return 'gemini-cli';
  return type === 'gemini' && 'content' in line ? 'gemini-cli' : undefined;
}

/** Two makers have a list named `messages`: what only one of them writes decides. */
function ofMessages(body: JsonObject, messages: readonly Json[]): DialectName {
  const told = messages.filter(isJsonObject);
  if ('projectHash' in body || told.some(({ type }) => type === 'gemini')) return 'gemini-cli';
  const anthropic = told.filter(isAnthropic).length + marksIn(body, ANTHROPIC_FIELDS);
  const openai = told.filter(isOpenai).length + marksIn(body, OPENAI_FIELDS);
  if (anthropic !== openai) return anthropic > openai ? 'anthropic-messages' : 'openai-chat';
  return stringIn(body, 'model').startsWith('claude') ? 'anthropic-messages' : 'openai-chat';
}

const ANTHROPIC_FIELDS = ['system', 'thinking', 'stop_sequences', 'anthropic_version', 'top_k'];
const OPENAI_FIELDS = ['max_completion_tokens', 'stream_options', 'response_format', 'n', 'stop'];

const marksIn = (body: JsonObject, fields: readonly string[]): number =>
  fields.filter((field) => body[field] !== undefined).length + marksInTools(body, fields);

function marksInTools({ tools }: JsonObject, fields: readonly string[]): number {
  const mark = fields === ANTHROPIC_FIELDS ? 'input_schema' : 'function';
  return isList(tools) && tools.some((tool) => isJsonObject(tool) && mark in tool) ? 1 : 0;
}

const ANTHROPIC_BLOCKS =
  /^(tool_use|tool_result|thinking|redacted_thinking|image|document|search_result|server_tool_use|\w+_tool_result)$/;

const isAnthropic = ({ content }: JsonObject) =>
  typesIn(content).some((type) => ANTHROPIC_BLOCKS.test(type));

const isOpenai = (message: JsonObject) =>
  ['tool', 'developer', 'function'].includes(stringIn(message, 'role')) ||
  ['tool_calls', 'tool_call_id', 'reasoning_content', 'refusal'].some((name) => name in message) ||
  message['content'] === null ||
  typesIn(message['content']).some((type) => /^(image_url|input_audio|file|refusal)$/.test(type));

const typesIn = (content: Json | undefined): readonly string[] =>
  isList(content) ? content.filter(isJsonObject).map((block) => stringIn(block, 'type')) : [];
