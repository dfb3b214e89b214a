import type { ToolCallPart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { fromArgumentsText } from '../arguments-text.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';

/** A call of an assistant's message; one of a kind that cannot be called back is none. */
export function readCall(call: Json, at: string): Lossy<readonly ToolCallPart[]> {
  if (!isJsonObject(call)) return unread(at);
  const id = stringIn(call, 'id');
  if (isJsonObject(call['function'])) return lossless([functionCall(id, call['function'])]);
  if (isJsonObject(call['custom'])) {
    return lossy(
      [customCall(id, call['custom'])],
      loss('custom-call', at, 'read as a call without JSON'),
    );
  }
  return unread(at);
}

const functionCall = (id: string, called: JsonObject): ToolCallPart => ({
  type: 'tool_call',
  id,
  name: stringIn(called, 'name'),
  ...fromArgumentsText(argumentsText(called['arguments'])),
});

const customCall = (id: string, called: JsonObject): ToolCallPart => ({
  type: 'tool_call',
  id,
  name: stringIn(called, 'name'),
  arguments: {},
  rawArguments: stringIn(called, 'input'),
});

/** Some servers give the object itself. */
const argumentsText = (value: Json | undefined) =>
  typeof value === 'string' ? value : JSON.stringify(value ?? {});

const unread = (at: string): Lossy<readonly ToolCallPart[]> =>
  lossy([], loss('tool-call', at, 'kept in the native form only'));
