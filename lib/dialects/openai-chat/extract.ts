import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Extraction } from '../conversation.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { translateEach } from '../lossy.ts';
import { readMessage } from './read-message.ts';

/**
 * The messages of a request's body, or of a list of messages, oldest first, each with its native
 * form. Throws `context.invalid` where there are none to be found.
 */
export function extract(body: Json): Extraction {
  const { value, losses } = translateEach(messagesIn(body), readMessage);
  return { messages: value, losses };
}

function messagesIn(body: Json): readonly JsonObject[] {
  const list = isJsonObject(body) ? body['messages'] : body;
  if (!isList(list)) throw invalid('A request of chat completions has a list named `messages`.');
  return list.map((entry, index) => {
    if (isJsonObject(entry) && typeof entry['role'] === 'string') return entry;
    throw invalid(`messages[${index}] is no message: it has no role.`);
  });
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const invalid = (problem: string) => new Fault('context.invalid', { problem });
