import type { Loss } from '../../core/message/loss.ts';
import type { Message, Role } from '../../core/message/message.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import type { Exchange } from '../pair.ts';
import { nextPrefix } from '../prefix.ts';
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
  /** No thought is sent back, whoever had it. */
  readonly withoutThinking: boolean;
}

/** Where a conversation has come to. */
export interface Told {
  readonly last: WireMessage | undefined;
  /** The digest of all that the model is told. */
  readonly prefix: string;
}

export interface Written extends Told {
  readonly messages: readonly WireMessage[];
}

const OPENING = '[The conversation begins here.]';
const GO_ON = 'Go on.';

/** More turns of a conversation, each thought only where all before it is as it was when it was had. */
export function writeTurns(
  exchanges: readonly Exchange[],
  before: Told,
  occasion: Occasion,
): Lossy<Written> {
  const messages: WireMessage[] = [];
  const losses: Loss[] = [];
  let told = before;
  const add = (written: Lossy<readonly WireMessage[]>) => {
    messages.push(...written.value);
    losses.push(...written.losses);
    told = after(told, written.value);
  };
  const nextSpeakers = speakersBehind(exchanges);
  for (const [place, exchange] of exchanges.entries()) {
    if (needsOpening(exchange, told, occasion.reader)) add(opening(exchange));
    add(writeExchange(exchange, nextSpeakers[place], told, occasion));
  }
  return { value: { ...told, messages }, losses };
}

export const after = ({ last, prefix }: Told, messages: readonly WireMessage[]): Told => ({
  last: messages.at(-1) ?? last,
  prefix: messages.reduce(nextPrefix, prefix),
});

/** The first to speak is a user, in what did not come otherwise. */
const needsOpening = ({ utterance }: Exchange, { last }: Told, { backend }: Reader) =>
  last === undefined &&
  utterance.speaker === 'assistant' &&
  (backend !== undefined || utterance.native === undefined);

const opening = ({ utterance }: Exchange): Lossy<readonly WireMessage[]> =>
  lossy(
    [{ role: 'user', content: OPENING }],
    loss('first-role', `messages[${utterance.message}]`, 'a user speaks before'),
  );

/** A reply is asked for; `spoken` is the message that was told last. */
export const goOn = (spoken: number): Lossy<readonly WireMessage[]> =>
  lossy(
    [{ role: 'user', content: GO_ON }],
    loss('prefill', `messages[${spoken}]`, 'a user asks to go on'),
  );

/** Who speaks next after each exchange, as far as anyone does for certain. */
function speakersBehind(exchanges: readonly Exchange[]): readonly (Role | undefined)[] {
  let next: Role | undefined;
  const behind = exchanges.toReversed().map((exchange) => {
    const found = next;
    if (speaks(exchange)) next = exchange.utterance.speaker;
    return found;
  });
  return behind.reverse();
}

/** Whether anything of it is left, whatever becomes of thoughts and of what Anthropic's tools did. */
export const speaks = ({ utterance: { speaker, native, parts } }: Exchange): boolean =>
  speaker !== 'assistant' ||
  (native === undefined && parts.some(({ part }) => ['text', 'tool_call'].includes(part.type)));

function writeExchange(
  exchange: Exchange,
  next: Role | undefined,
  before: Told,
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
  before: Told,
  occasion: Occasion,
): Lossy<readonly WireMessage[]> {
  const { utterance } = exchange;
  if (utterance.speaker === 'assistant')
    return writeAssistant(exchange, thoughtsHold(utterance, before.prefix, occasion));
  if (utterance.speaker === 'tool') return writeOrphan(utterance);
  const { value: content, losses } = toContent(contentOf(utterance));
  if (utterance.speaker === 'user') return { value: [{ role: 'user', content }], losses };
  const stays = mayBeSystem(before.last, next, occasion.reader);
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
const mayBeSystem = (last: WireMessage | undefined, next: Role | undefined, { quirks }: Reader) =>
  quirks.systemTurns && last?.role === 'user' && (next === undefined || next === 'assistant');

function thoughtsHold(
  utterance: Utterance,
  prefix: string,
  { messages, reader, withoutThinking }: Occasion,
): boolean {
  const message = messages[utterance.message];
  if (!message || withoutThinking || !isOwn(message, reader)) return false;
  return !reader.quirks.bindsThinking || message.native?.prefix === prefix;
}
