import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Extraction } from '../conversation.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { linesIn } from '../lines-in.ts';
import { loss, translateAll } from '../lossy.ts';
import { parseLine } from '../parse-line.ts';
import { readRecord } from './read-record.ts';
import { playChat } from './records.ts';

/**
 * The conversation of a Gemini CLI chat: of its text, its lines, `{ lines }`, or the one JSON object
 * that older versions wrote. Throws `context.invalid` where no line is one of a chat.
 */
export function extract(body: Json): Extraction {
  const texts = isChat(body) ? [JSON.stringify(body)] : linesIn(body);
  const whole = texts.length > 1 ? parseLine(texts.join('\n')) : undefined;
  const lines = whole ? [whole] : texts.map(parseLine);
  if (!lines.some((line) => line && isKnown(line)))
    throw new Fault('context.invalid', { problem: 'No line is one of a Gemini CLI chat.' });
  const { records, replaced } = playChat(lines);
  const { value: messages, losses } = translateAll(records, readRecord);
  const told = new Set(records.map(({ line }) => line));
  const left = lines.flatMap((line, at) =>
    told.has(at)
      ? []
      : [loss(replaced.has(at) ? 'replaced' : kindOf(line), `lines[${at}]`, 'left out')],
  );
  return { messages, losses: [...losses, ...left] };
}

const isChat = (body: Json) => isJsonObject(body) && Array.isArray(body['messages']);

const isKnown = (line: JsonObject): boolean =>
  ['sessionId', '$set', 'messages'].some((name) => line[name] !== undefined) ||
  (stringIn(line, 'type') !== '' && line['content'] !== undefined);

function kindOf(line: JsonObject | undefined): string {
  if (!line) return 'unreadable-line';
  if (line['$set'] !== undefined) return 'patch';
  if (line['sessionId'] !== undefined) return 'header';
  return /^\w{1,40}$/.test(stringIn(line, 'type')) ? stringIn(line, 'type') : 'unknown-line';
}
