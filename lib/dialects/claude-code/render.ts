import type { Loss } from '../../core/message/loss.ts';
import type { Message } from '../../core/message/message.ts';
import { uniqueIds } from '../anthropic-messages/unique-ids.ts';
import type { Conversation } from '../conversation.ts';
import { pairCalls } from '../pair.ts';
import { placeMessages } from '../place.ts';
import { grammarFor } from './grammar.ts';
import { createLineWriter, type Session } from './line-writer.ts';
import { findPieces } from './pieces.ts';
import { toUuid } from './to-uuid.ts';
import { writeExchange } from './write.ts';

interface Rendering {
  readonly request: {
    /** The lines of a session's file, without their ends. */
    readonly lines: readonly string[];
  };
  readonly losses: readonly Loss[];
}

/**
 * A conversation as the transcript of a Claude Code session, which that resumes. What was read from
 * a transcript goes back byte by byte, with all that stood around it; the rest is written anew, with
 * ids made from what it says. Thoughts that were had elsewhere are left out. Without a session id or
 * a time, those that the messages themselves suggest are taken.
 */
export function render({ messages }: Conversation, session: Partial<Session> = {}): Rendering {
  const pieces = findPieces(messages);
  const utterances = placeMessages(messages, grammarFor(messages, pieces));
  const exchanges = uniqueIds(pairCalls(utterances.value));
  const writer = createLineWriter({ ...defaultsFor(messages), ...session });
  const losses = exchanges.value.flatMap((exchange, place) => {
    const isLast = place === exchanges.value.length - 1;
    return writeExchange(exchange, isLast, { messages, pieces, writer });
  });
  return {
    request: { lines: writer.lines },
    losses: [...utterances.losses, ...exchanges.losses, ...losses],
  };
}

const EPOCH = '1970-01-01T00:00:00.000Z';

/** The same however much is said after it. */
const defaultsFor = (messages: readonly Message[]): Session => ({
  sessionId: toUuid(messages[0]?.id ?? ''),
  now: messages.find(({ at }) => at !== undefined)?.at ?? EPOCH,
});
