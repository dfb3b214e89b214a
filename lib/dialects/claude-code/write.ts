import type { Loss } from '../../core/message/loss.ts';
import type { Message } from '../../core/message/message.ts';
import type { Json } from '../../core/shared/json.ts';
import { contentOf, toContent } from '../anthropic-messages/content.ts';
import { blocksIn } from '../anthropic-messages/read-content.ts';
import { writeAnswers, writeOrphan } from '../anthropic-messages/tool-result.ts';
import type { WireMessage } from '../anthropic-messages/wire.ts';
import { writeAssistant } from '../anthropic-messages/write-assistant.ts';
import { loss } from '../lossy.ts';
import type { Answer, Exchange } from '../pair.ts';
import type { Utterance } from '../utterance.ts';
import type { Block } from './blocks.ts';
import { toAssistantBodies, toResultBody, toSystemBody, toUserBody } from './bodies.ts';
import type { LineWriter } from './line-writer.ts';
import { type Pieces, type Single, uuidOf } from './pieces.ts';
import { rehang } from './rehang.ts';

/** What is being written, and where to. */
export interface Writing {
  readonly messages: readonly Message[];
  readonly pieces: Pieces;
  readonly writer: LineWriter;
}

const OPENING = '[The conversation begins here.]';

/** The lines of one utterance and of what answers its calls. */
export function writeExchange(
  exchange: Exchange,
  isLast: boolean,
  writing: Writing,
): readonly Loss[] {
  const { utterance, answers } = exchange;
  const block = writing.pieces.blocks.get(utterance.message);
  if (block && utterance.native !== undefined) {
    const isOver = isLast && answers.every(({ result }) => result === undefined);
    const told = isOver ? [] : answers;
    return [...writeBlock(block, writing), ...writeResults(told, writing)];
  }
  return [...writeUtterance(exchange, writing), ...writeResults(answers, writing)];
}

/** As it came; but it hangs on what comes before, where there is anything. */
function writeBlock({ from, lines, root, leaf }: Block, { writer }: Writing): readonly Loss[] {
  const parent = writer.parent();
  if (parent === undefined) {
    writer.take(lines, leaf.uuid);
    return [];
  }
  const hung = rehang(lines[root.line] ?? '', parent) ?? '';
  writer.take(lines.with(root.line, hung), leaf.uuid);
  return [loss('parent', `messages[${from}].native`, 'hung on what comes before')];
}

function writeUtterance(exchange: Exchange, writing: Writing): readonly Loss[] {
  const { utterance } = exchange;
  const opened = openFor(utterance, writing);
  const single = writing.pieces.singles.get(utterance.message);
  if (single && utterance.native !== undefined) {
    writeSingle(single, writing.writer);
    return opened;
  }
  return [...opened, ...writeAnew(exchange, writing)];
}

/** The first to speak is a user. */
function openFor({ speaker, message }: Utterance, { writer }: Writing): readonly Loss[] {
  if (writer.parent() !== undefined || speaker === 'user' || speaker === 'tool') return [];
  writer.write({ ...toUserBody(OPENING), isMeta: true });
  return [loss('first-role', `messages[${message}]`, 'a user speaks before')];
}

function writeSingle({ lines }: Single, writer: LineWriter): void {
  for (const line of lines) {
    const hung = rehang(line, writer.parent()) ?? '';
    writer.take([hung], uuidOf(hung) ?? '');
  }
}

function writeAnew(exchange: Exchange, writing: Writing): readonly Loss[] {
  const { utterance } = exchange;
  const from = writing.messages[utterance.message];
  if (utterance.speaker === 'assistant') {
    const { value, losses } = writeAssistant(exchange, false);
    for (const message of value)
      for (const body of toAssistantBodies(message, from, writing.writer.parent()))
        writing.writer.write(body, from);
    return losses;
  }
  if (utterance.speaker === 'tool') {
    const { value, losses } = writeOrphan(utterance);
    for (const { content } of value) writing.writer.write(toUserBody(content), from);
    return losses;
  }
  const { value: content, losses } = toContent(contentOf(utterance));
  const body = utterance.speaker === 'system' ? toSystemBody(content) : toUserBody(content);
  writing.writer.write(body, from);
  return losses;
}

/** Each result is a line of its own; one line that brought several stands once. */
function writeResults(answers: readonly Answer[], writing: Writing): readonly Loss[] {
  const written = new Set<Utterance>();
  return answers.flatMap((answer) => {
    const { result } = answer;
    if (result && written.has(result)) return [];
    const single = result && singleFor(answer, result, writing.pieces);
    if (!single) return writeResult(answer, writing);
    written.add(result);
    writeSingle(single, writing.writer);
    return [];
  });
}

/** Its own lines name the call as it was named there. */
const singleFor = ({ id, call }: Answer, result: Utterance, { singles }: Pieces) =>
  result.native !== undefined && id === call.part.id ? singles.get(result.message) : undefined;

function writeResult(answer: Answer, { messages, writer }: Writing): readonly Loss[] {
  const { value, losses } = writeAnswers([{ ...answer, result: withoutNative(answer.result) }]);
  const from = answer.result && messages[answer.result.message];
  for (const block of value.flatMap(blocksOf)) writer.write(toResultBody(block), from);
  return losses;
}

const blocksOf = ({ content }: WireMessage): readonly Json[] => blocksIn(content);

function withoutNative(utterance: Utterance | undefined): Utterance | undefined {
  if (!utterance) return undefined;
  const { native: _, ...rest } = utterance;
  return rest;
}
