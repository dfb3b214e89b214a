import type { Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { fromArgumentsText } from '../arguments-text.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { unreadFields } from '../unread-fields.ts';
import { readContent } from './read-content.ts';
import { DIALECT } from './wire.ts';

/** What an item of the assistant's says; one that only its maker understands is kept in its place. */
export function readAssistantItem(item: JsonObject, at: string): Lossy<readonly Part[]> {
  if (isMessage(item)) return readMessageItem(item, at);
  return (
    readers[stringIn(item, 'type')]?.(item, at) ??
    lossless([{ type: 'opaque', maker: DIALECT, value: item }])
  );
}

export const isMessage = ({ type, role }: JsonObject): boolean =>
  type === 'message' || (type === undefined && typeof role === 'string');

/** What an item says that is a message, whoever says it. */
export function readMessageItem(item: JsonObject, at: string): Lossy<readonly Part[]> {
  const { value, losses } = readContent(item['content'] ?? null, `${at}.content`);
  return { value, losses: [...losses, ...unreadFields(item, [...COMMON, 'role', 'content'], at)] };
}

/** What a tool answered. That it was an error is said in words, if at all. */
export function readResultItem(item: JsonObject, at: string): Lossy<readonly Part[]> {
  const { value, losses } = readContent(item['output'] ?? null, `${at}.output`);
  const call = stringIn(item, 'call_id');
  return {
    value: [{ type: 'tool_result', call, content: [...value], error: false }],
    losses: [...losses, ...unreadFields(item, [...COMMON, 'call_id', 'output'], at)],
  };
}

/** Of every item; none of them is said. */
const COMMON: readonly string[] = ['type', 'id', 'status'];

const readers: Readonly<Record<string, (item: JsonObject, at: string) => Lossy<readonly Part[]>>> =
  {
    reasoning: readReasoning,
    function_call: readCall,
    custom_tool_call: readCustomCall,
  };

function readReasoning(item: JsonObject, at: string): Lossy<readonly Part[]> {
  const summary = textsIn(item['summary']);
  const text = (summary.length > 0 ? summary : textsIn(item['content'])).join('\n\n');
  const signature = stringIn(item, 'encrypted_content');
  return lossy(
    [
      {
        type: 'thinking',
        text,
        ...(signature && { signature }),
        ...(signature && text === '' && { redacted: true as const }),
      },
    ],
    ...unreadFields(item, [...COMMON, 'summary', 'content', 'encrypted_content'], at),
  );
}

function textsIn(list: Json | undefined): readonly string[] {
  const entries: readonly Json[] = Array.isArray(list) ? list : [];
  return entries.filter(isJsonObject).map((entry) => stringIn(entry, 'text'));
}

function readCall(item: JsonObject, at: string): Lossy<readonly Part[]> {
  return lossy(
    [
      {
        type: 'tool_call',
        id: stringIn(item, 'call_id'),
        name: stringIn(item, 'name'),
        ...fromArgumentsText(argumentsText(item['arguments'])),
      },
    ],
    ...unreadFields(item, [...COMMON, 'call_id', 'name', 'arguments'], at),
  );
}

/** Some servers give the object itself. */
const argumentsText = (value: Json | undefined) =>
  typeof value === 'string' ? value : JSON.stringify(value ?? {});

function readCustomCall(item: JsonObject, at: string): Lossy<readonly Part[]> {
  return lossy(
    [
      {
        type: 'tool_call',
        id: stringIn(item, 'call_id'),
        name: stringIn(item, 'name'),
        arguments: {},
        rawArguments: stringIn(item, 'input'),
      },
    ],
    loss('custom-call', at, 'read as a call without JSON'),
    ...unreadFields(item, [...COMMON, 'call_id', 'name', 'input'], at),
  );
}
