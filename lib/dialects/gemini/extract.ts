import type { Message } from '../../core/message/message.ts';
import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Extraction } from '../conversation.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy, translateEach } from '../lossy.ts';
import { memberOf, partsIn } from './member.ts';
import { readMessage } from './read-message.ts';
import { DIALECT } from './wire.ts';

/**
 * The messages of a request's body, or of a list of contents, oldest first, each with its native
 * form. Throws `context.invalid` where there are none to be found.
 */
export function extract(body: Json): Extraction {
  const contents = contentsIn(body);
  const system = readSystem(isJsonObject(body) ? memberOf(body, 'systemInstruction') : undefined);
  const turns = translateEach(contents, (_, index) => readMessage(contents, index));
  return {
    messages: [...system.value, ...turns.value],
    losses: [...system.losses, ...turns.losses],
  };
}

function readSystem(wire: Json | undefined): Lossy<readonly Message[]> {
  if (wire === undefined || wire === null) return lossless([]);
  const texts = typeof wire === 'string' ? [wire] : partsIn(wire).map(textIn);
  const message: Message = {
    id: 'message-0',
    role: 'system',
    parts: texts.filter(Boolean).map((text) => ({ type: 'text', text })),
    native: { dialect: DIALECT, value: wire },
  };
  const unread = texts.flatMap((text, place) =>
    text === ''
      ? [loss('field', `systemInstruction.parts[${place}]`, 'kept in the native form only')]
      : [],
  );
  return lossy([message], ...unread);
}

const textIn = (part: Json) =>
  isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : '';

function contentsIn(body: Json): readonly JsonObject[] {
  const list = isJsonObject(body) ? body['contents'] : body;
  if (!isList(list)) throw invalid('A request of Gemini has a list named `contents`.');
  return list.map((entry, index) => {
    if (isJsonObject(entry) && isList(entry['parts'])) return entry;
    throw invalid(`contents[${index}] is no content: it has no parts.`);
  });
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const invalid = (problem: string) => new Fault('context.invalid', { problem });
