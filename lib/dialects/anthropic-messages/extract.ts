import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Extraction } from '../conversation.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { lossless, translateEach } from '../lossy.ts';
import { readMessage, readSystem } from './read-message.ts';

/**
 * The messages of a request's body, or of a list of messages, oldest first, each with its native
 * form; the system's text comes before them. Throws `context.invalid` where there are none to be found.
 */
export function extract(body: Json): Extraction {
  const system = isJsonObject(body) ? body['system'] : undefined;
  const before = isSaid(system)
    ? translateEach([system], (text) => readSystem(text, 'message-1'))
    : lossless([]);
  const { value, losses } = translateEach(messagesIn(body), (message, index) =>
    readMessage(message, index, `message-${index + 1 + before.value.length}`),
  );
  return { messages: [...before.value, ...value], losses: [...before.losses, ...losses] };
}

const isSaid = (system: Json | undefined): system is Json =>
  (typeof system === 'string' && system !== '') || (Array.isArray(system) && system.length > 0);

function messagesIn(body: Json): readonly JsonObject[] {
  const list = isJsonObject(body) ? body['messages'] : body;
  if (!isList(list)) throw invalid('A request of the Messages API has a list named `messages`.');
  return list.map((entry, index) => {
    if (isJsonObject(entry) && typeof entry['role'] === 'string') return entry;
    throw invalid(`messages[${index}] is no message: it has no role.`);
  });
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const invalid = (problem: string) => new Fault('context.invalid', { problem });
