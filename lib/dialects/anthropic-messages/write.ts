import type { Loss } from '../../core/message/loss.ts';
import type { Message, Role } from '../../core/message/message.ts';
import { type Lossy, loss, lossless } from '../lossy.ts';
import type { Exchange } from '../pair.ts';
import { firstPrefix, nextPrefix } from '../prefix.ts';
import type { Utterance } from '../utterance.ts';
import { isOwn } from './as-it-came.ts';
import { contentOf, toContent } from './content.ts';
import type { Reader } from './quirks.ts';
import { writeAnswers, writeOrphan } from './tool-result.ts';
import type { WireMessage } from './wire.ts';
import { writeAssistant } from './write-assistant.ts';

export interface Occasion {
  readonly reader: Reader;
  /** The messages that the exchanges come from. */
  readonly messages: readonly Message[];
  /** What the model is told before all turns. */
  readonly standing: unknown;
  /** No thought is sent back, whoever had it. */
  readonly withoutThinking: boolean;
}

export interface Written {
  readonly messages: readonly WireMessage[];
  readonly losses: readonly Loss[];
  /** The digest of all that the model is told. */
  readonly prefix: string;
}

const OPENING = '[The conversation begins here.]';
const GO_ON = 'Go on.';

/** The turns of a conversation, each thought only where all before it is as it was when it was had. */
export function writeTurns(exchanges: readonly Exchange[], occasion: Occasion): Written {
  const { reader, standing } = occasion;
  let written: Written = { messages: [], losses: [], prefix: firstPrefix(standing) };
  exchanges.forEach((exchange, place) => {
    if (needsOpening(exchange, written, reader)) {
      const lost = loss(
        'first-role',
        `messages[${exchange.utterance.message}]`,
        'a user speaks before',
      );
      written = add(written, { value: [{ role: 'user', content: OPENING }], losses: [lost] });
    }
    const next = exchanges.slice(place + 1).find(speaks)?.utterance.speaker;
    written = add(written, writeExchange(exchange, next, written, occasion));
  });
  if (reader.backend === undefined || written.messages.at(-1)?.role !== 'assistant') return written;
  const last = exchanges.at(-1)?.utterance.message ?? 0;
  const lost = loss('prefill', `messages[${last}]`, 'a user asks to go on');
  return add(written, { value: [{ role: 'user', content: GO_ON }], losses: [lost] });
}

/** The first to speak is a user, in what did not come otherwise. */
const needsOpening = ({ utterance }: Exchange, { messages }: Written, { backend }: Reader) =>
  messages.length === 0 &&
  utterance.speaker === 'assistant' &&
  (backend !== undefined || utterance.native === undefined);

/** Whether anything of it is left, whatever becomes of thoughts and of what Anthropic's tools did. */
const speaks = ({ utterance: { speaker, native, parts } }: Exchange) =>
  speaker !== 'assistant' ||
  (native === undefined && parts.some(({ part }) => ['text', 'tool_call'].includes(part.type)));

const add = (before: Written, { value, losses }: Lossy<readonly WireMessage[]>): Written => ({
  messages: [...before.messages, ...value],
  losses: [...before.losses, ...losses],
  prefix: value.reduce(nextPrefix, before.prefix),
});

function writeExchange(
  exchange: Exchange,
  next: Role | undefined,
  before: Written,
  occasion: Occasion,
): Lossy<readonly WireMessage[]> {
  const { utterance, answers } = exchange;
  const { reader } = occasion;
  const isKept = utterance.native !== undefined && reader.backend === undefined;
  // What came was found to be a message of this form when it was read.
  const native = utterance.native as unknown as WireMessage;
  const spoken = isKept ? lossless([native]) : writeUtterance(exchange, next, before, occasion);
  const told = writeAnswers(answers);
  return { value: [...spoken.value, ...told.value], losses: [...spoken.losses, ...told.losses] };
}

function writeUtterance(
  exchange: Exchange,
  next: Role | undefined,
  before: Written,
  occasion: Occasion,
): Lossy<readonly WireMessage[]> {
  const { utterance } = exchange;
  if (utterance.speaker === 'assistant')
    return writeAssistant(exchange, thoughtsHold(utterance, before.prefix, occasion));
  if (utterance.speaker === 'tool') return writeOrphan(utterance);
  const { value: content, losses } = toContent(contentOf(utterance));
  if (utterance.speaker === 'user') return { value: [{ role: 'user', content }], losses };
  const stays = mayBeSystem(before.messages, next, occasion.reader);
  return {
    value: [{ role: stays ? 'system' : 'user', content }],
    losses: stays ? losses : [...losses, ...saidByUser(utterance)],
  };
}

const saidByUser = ({ parts }: Utterance) =>
  parts.map(({ at }) => loss('role', at, 'said as user'));

/**
 * Between a user's turn and the assistant's, or at the end:
 * https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
 */
const mayBeSystem = (before: readonly WireMessage[], next: Role | undefined, { quirks }: Reader) =>
  quirks.systemTurns &&
  before.at(-1)?.role === 'user' &&
  (next === undefined || next === 'assistant');

function thoughtsHold(
  utterance: Utterance,
  prefix: string,
  { messages, reader, withoutThinking }: Occasion,
): boolean {
  const message = messages[utterance.message];
  if (!message || withoutThinking || !isOwn(message, reader)) return false;
  return !reader.quirks.bindsThinking || message.native?.prefix === prefix;
}
