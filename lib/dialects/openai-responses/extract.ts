import type { Loss } from '../../core/message/loss.ts';
import type { Message } from '../../core/message/message.ts';
import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Extraction } from '../conversation.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { loss, translateEach } from '../lossy.ts';
import { groupItems } from './group-items.ts';
import { readGroup } from './read-group.ts';
import { isMessage } from './read-item.ts';
import { DIALECT } from './wire.ts';

/**
 * The messages of a request's body, or of a list of items, oldest first, each with its native form:
 * its list of items; the bare string, where the input is one; `{instructions}`. What the assistant
 * said in one go is one message. Throws `context.invalid` where there is no input to be found.
 */
export function extract(body: Json): Extraction {
  const input = isJsonObject(body) ? body['input'] : body;
  const { value, losses } =
    typeof input === 'string' && input !== body
      ? { value: [saidByUser(input)], losses: [] }
      : translateEach(groupItems(itemsIn(input)), readGroup);
  const messages = [...(isJsonObject(body) ? instructionsIn(body) : []), ...value];
  return {
    messages: messages.map((message, index) => ({ id: `message-${index + 1}`, ...message })),
    losses: [...(isJsonObject(body) ? elsewhere(body) : []), ...losses],
  };
}

type Unnamed = Omit<Message, 'id'>;

const saidByUser = (text: string): Unnamed => ({
  role: 'user',
  parts: text === '' ? [] : [{ type: 'text', text }],
  native: { dialect: DIALECT, value: text },
});

function instructionsIn({ instructions }: JsonObject): readonly Unnamed[] {
  if (typeof instructions !== 'string' || instructions === '') return [];
  return [
    {
      role: 'system',
      parts: [{ type: 'text', text: instructions }],
      native: { dialect: DIALECT, value: { instructions } },
    },
  ];
}

/** Where a request keeps what it does not hold itself. */
const ELSEWHERE = ['previous_response_id', 'conversation', 'prompt'];

const elsewhere = (body: JsonObject): readonly Loss[] =>
  ELSEWHERE.filter((field) => body[field] != null).map((field) =>
    loss('elsewhere', field, 'only what the request itself holds'),
  );

function itemsIn(input: Json | undefined): readonly JsonObject[] {
  if (!isList(input)) throw invalid('A request of the Responses API has `input`: text, or a list.');
  return input.map((entry, index) => {
    if (isJsonObject(entry) && (isMessage(entry) || typeof entry['type'] === 'string'))
      return entry;
    throw invalid(`input[${index}] is no item: it has neither a type nor a role.`);
  });
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const invalid = (problem: string) => new Fault('context.invalid', { problem });
