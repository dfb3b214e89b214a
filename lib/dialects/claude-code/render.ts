import type { Loss } from '../../core/message/loss.ts';
import type { Message } from '../../core/message/message.ts';
import { noIds, type TakenIds, uniqueIds } from '../anthropic-messages/unique-ids.ts';
import type { Conversation } from '../conversation.ts';
import { concat, type Draft, type Drafter, type Drafting, inOneGo, moreLosses } from '../drafts.ts';
import { openCalls, pairCalls } from '../pair.ts';
import { placeMessages } from '../place.ts';
import { grammarFor } from './grammar.ts';
import { createLineWriter, type End, type Session } from './line-writer.ts';
import { findPieces, noPieces, type Pieces } from './pieces.ts';
import { toUuid } from './to-uuid.ts';
import { DIALECT } from './wire.ts';
import { writeExchange } from './write.ts';

interface Rendering {
  readonly request: {
    /** The lines of a session's file, without their ends. */
    readonly lines: readonly string[];
  };
  readonly losses: readonly Loss[];
}

/** Lines of the first messages of a conversation. */
export interface TranscriptDraft extends Draft, End {
  readonly lines: readonly string[];
  readonly ids: TakenIds;
}

const blank: TranscriptDraft = {
  said: 0,
  open: new Set(),
  isSettled: true,
  losses: [],
  lines: [],
  parent: undefined,
  named: new Set(),
  ids: noIds,
};

/**
 * A conversation as the transcript of a Claude Code session, which that resumes. What was read from
 * a transcript goes back byte by byte, with all that stood around it; the rest is written anew, with
 * ids made from what it says. Thoughts that were had elsewhere are left out. Without a session id or
 * a time, those that the messages themselves suggest are taken. A `drafter` is of use where no
 * message was read from a transcript: whether its lines stay depends on all others.
 */
export function render(
  { messages }: Conversation,
  session: Partial<Session> = {},
  drafter: Drafter<TranscriptDraft> = inOneGo,
): Rendering {
  const whole = { ...defaultsFor(messages), ...session };
  const { lines, losses } = messages.some(({ native }) => native?.dialect === DIALECT)
    ? inOneGo(draftingFor(findPieces(messages), whole), messages)
    : drafter(draftingFor(noPieces, whole), messages);
  return { request: { lines }, losses: losses.flat() };
}

const draftingFor = (pieces: Pieces, session: Session): Drafting<TranscriptDraft> => ({
  key: JSON.stringify(session),
  blank,
  goOn: (draft, messages, end) => {
    const grammar = grammarFor(messages, pieces);
    const utterances = placeMessages(messages, grammar, draft.said, end);
    const named = uniqueIds(pairCalls(utterances.value), draft.ids);
    const { exchanges, taken: ids } = named.value;
    const writer = createLineWriter(session, draft);
    const losses = exchanges.flatMap((exchange, place) =>
      writeExchange(exchange, place === exchanges.length - 1, { messages, pieces, writer }),
    );
    return {
      said: end,
      open: openCalls(draft.open, exchanges),
      isSettled: true,
      losses: moreLosses(draft.losses, utterances, named, { losses }),
      lines: concat(draft.lines, writer.lines),
      ...writer.end(),
      ids,
    };
  },
});

const EPOCH = '1970-01-01T00:00:00.000Z';

/** The same however much is said after it. */
const defaultsFor = (messages: readonly Message[]): Session => ({
  sessionId: toUuid(messages[0]?.id ?? ''),
  now: messages.find(({ at }) => at !== undefined)?.at ?? EPOCH,
});
