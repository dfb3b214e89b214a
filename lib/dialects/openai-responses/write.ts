import type { Message } from '../../core/message/message.ts';
import type { ContentPart } from '../../core/message/part.ts';
import { type Lossy, loss, lossless, lossy, translateAll } from '../lossy.ts';
import { nextPrefix } from '../prefix.ts';
import { INTERRUPTED, orphanContent, resultInWords } from '../result-content.ts';
import { type Placed, partsOf, type Utterance } from '../utterance.ts';
import { itemsIn } from './as-it-came.ts';
import { toInputContent } from './content.ts';
import type { Pairs } from './pair-calls.ts';
import type { Reader } from './quirks.ts';
import { toSendable } from './sendable.ts';
import type { MessageItem, WireItem } from './wire.ts';
import { writeAssistant } from './write-assistant.ts';

/** What is written, and the digest of it and of all that stands before. */
interface Written {
  readonly items: readonly WireItem[];
  readonly prefix: string;
}

/** What an utterance is written from, beside itself. */
export interface Writer extends Pick<Pairs, 'idOf' | 'callOf' | 'isAnswered'> {
  readonly messages: readonly Message[];
  readonly reader: Reader;
}

/** The items of a conversation. What stands before them all has the digest `prefix`. */
export function writeUtterances(
  utterances: readonly Utterance[],
  writer: Writer,
  prefix: string,
): Lossy<Written> {
  let before = prefix;
  const { value, losses } = translateAll(utterances, (utterance) => {
    const written = writeUtterance(utterance, before, writer);
    for (const item of written.value) before = nextPrefix(before, item);
    return written;
  });
  return { value: { items: value, prefix: before }, losses };
}

function writeUtterance(
  utterance: Utterance,
  before: string,
  writer: Writer,
): Lossy<readonly WireItem[]> {
  const { speaker, native } = utterance;
  if (speaker === 'tool') return writeTool(utterance, writer);
  if (speaker === 'assistant') {
    const said = writeAssistant(utterance, before, writer);
    const unanswered = writeInterrupted(utterance, writer);
    return {
      value: [...said.value, ...unanswered.value],
      losses: [...said.losses, ...unanswered.losses],
    };
  }
  if (native !== undefined) return lossless(itemsIn(native));
  const role = speaker === 'user' ? 'user' : writer.reader.quirks.systemRole;
  return writeInput(role, utterance.parts.filter(isContent), writer);
}

const isContent = (placed: Placed): placed is Placed<ContentPart> =>
  ['text', 'image', 'audio', 'file', 'opaque'].includes(placed.part.type);

function writeInput(
  role: MessageItem['role'],
  parts: readonly Placed<ContentPart>[],
  { reader }: Writer,
): Lossy<readonly WireItem[]> {
  const { value, losses } = toInputContent(parts, reader.quirks);
  return { value: [{ role, content: value }], losses };
}

function writeInterrupted(
  utterance: Utterance,
  { idOf, isAnswered }: Writer,
): Lossy<readonly WireItem[]> {
  const dangling = partsOf(utterance, 'tool_call').filter((call) => !isAnswered(call));
  return lossy(
    dangling.map((call) => outputOf(idOf(call), INTERRUPTED)),
    ...dangling.map(({ at }) => loss('dangling-call', at, 'answered as interrupted')),
  );
}

const outputOf = (call: string, output: MessageItem['content']): WireItem => ({
  type: 'function_call_output',
  call_id: call,
  output,
});

function writeTool(utterance: Utterance, writer: Writer): Lossy<readonly WireItem[]> {
  const { reader, callOf, idOf } = writer;
  const takes: Parameters<typeof resultInWords>[1] = (part, at) =>
    toSendable(part, at, reader.quirks);
  const call = callOf(utterance);
  const [result] = partsOf(utterance, 'tool_result');
  if (!call || !result) {
    const told = orphanContent(utterance, takes);
    const { value, losses } = writeInput('user', told.value, writer);
    return { value, losses: [...told.losses, ...losses] };
  }
  if (utterance.native !== undefined)
    return lossless(itemsIn(utterance.native).map((item) => ({ ...item, call_id: idOf(call) })));
  const content = resultInWords(result, takes);
  const { value, losses } = toInputContent(content.value, reader.quirks);
  return { value: [outputOf(idOf(call), value)], losses: [...content.losses, ...losses] };
}
