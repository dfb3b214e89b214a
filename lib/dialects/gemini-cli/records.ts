import { isJson, type Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';

/** A message of a chat, and the line that last said it. */
export interface ChatRecord {
  /** From 0. */
  readonly line: number;
  readonly value: JsonObject;
}

/** What the lines of a chat come to. */
export interface Chat {
  readonly records: readonly ChatRecord[];
  /** Lines that a later one of the same message, or of the whole chat, stands for. */
  readonly replaced: ReadonlySet<number>;
}

/**
 * Plays a chat's lines: a header, messages, and patches `{"$set": {...}}`, which may lay all messages
 * anew. A message that comes again under its id is a newer form of it. Seen with Gemini CLI 0.61.0;
 * older ones wrote one JSON text with all `messages`.
 */
export function playChat(lines: readonly (JsonObject | undefined)[]): Chat {
  const said = new Set<number>();
  let records = new Map<string, ChatRecord>();
  for (const [line, value] of lines.entries()) {
    const all = messagesIn(value);
    if (all) records = new Map(all.map((message, place) => keyed({ line, value: message }, place)));
    const one = messageIn(value, line);
    if (one) records.set(...one);
    if (all ?? one) said.add(line);
  }
  const standing = [...records.values()];
  for (const { line } of standing) said.delete(line);
  return { records: standing, replaced: said };
}

const keyed = (record: ChatRecord, place: number): readonly [string, ChatRecord] => [
  stringIn(record.value, 'id') || `${record.line}-${place}`,
  record,
];

const messageIn = (value: JsonObject | undefined, line: number) =>
  value && isMessage(value) ? keyed({ line, value }, 0) : undefined;

/** All messages of the chat, where a line holds them. */
function messagesIn(value: JsonObject | undefined): readonly JsonObject[] | undefined {
  const patch = isJsonObject(value?.['$set']) ? value['$set'] : value;
  const messages = patch?.['messages'];
  return isList(messages) ? messages.filter(isJsonObject).filter(isMessage) : undefined;
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Information, warnings and errors are told to the user alone; what is nested too deeply no one could walk. */
const isMessage = (value: JsonObject): boolean =>
  (value['type'] === 'user' || value['type'] === 'gemini') && isJson(value);
