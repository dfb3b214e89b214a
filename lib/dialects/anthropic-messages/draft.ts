import type { Message } from '../../core/message/message.ts';
import { concat, type Draft, type Drafting, moreLosses } from '../drafts.ts';
import { lossless } from '../lossy.ts';
import { openCalls, pairCalls } from '../pair.ts';
import { placeMessages } from '../place.ts';
import { firstPrefix } from '../prefix.ts';
import type { Utterance } from '../utterance.ts';
import { grammarFor } from './grammar.ts';
import type { Reader } from './quirks.ts';
import { joinSystem, splitSystem, writeSystem } from './system.ts';
import { noIds, type TakenIds, uniqueIds } from './unique-ids.ts';
import { DIALECT, type MessagesRequest, type WireMessage } from './wire.ts';
import { speaks, type Told, writeTurns } from './write.ts';

/** Turns of the first messages of a conversation, and what the system says before them. */
export interface MessagesDraft extends Draft {
  readonly system: Pick<MessagesRequest, 'system'>;
  readonly messages: readonly WireMessage[];
  readonly told: Told;
  readonly ids: TakenIds;
  /** The message that was told last. */
  readonly spoken: number;
}

interface DraftReader extends Reader {
  readonly withoutThinking?: boolean;
}

const blank: MessagesDraft = {
  said: 0,
  open: new Set(),
  isSettled: false,
  losses: [],
  system: {},
  messages: [],
  told: { last: undefined, prefix: '' },
  ids: noIds,
  spoken: 0,
};

/** `tools`: those that stand in the request, before all turns. */
export const draftingFor = (
  reader: DraftReader,
  tools: MessagesRequest['tools'],
): Drafting<MessagesDraft> => ({
  key: JSON.stringify([reader, tools ?? null]),
  blank,
  goOn: (draft, messages, end) => {
    const utterances = placeMessages(messages, grammarFor(messages, reader), draft.said, end);
    const { system, told, turns } = begun(draft, utterances.value, tools);
    const named = uniqueIds(pairCalls(turns), draft.ids);
    const { exchanges, taken: ids } = named.value;
    const { withoutThinking = false } = reader;
    const written = writeTurns(exchanges, told, { reader, messages, withoutThinking });
    const { messages: more, ...after } = written.value;
    return {
      said: end,
      open: openCalls(draft.open, exchanges),
      // Whether the system may speak in the midst of a conversation depends on who speaks next.
      isSettled: (exchanges.findLast(speaks)?.utterance.speaker ?? 'system') !== 'system',
      losses: moreLosses(draft.losses, utterances, named, system, written),
      system: system.value,
      messages: concat(draft.messages, more),
      told: after,
      ids,
      spoken: exchanges.at(-1)?.utterance.message ?? draft.spoken,
    };
  },
  holds: ({ said, ids }, messages) =>
    !messages.slice(said).some((message) => insistsOn(ids.ours, message)),
});

/** What the system says at first stands before all turns. */
function begun(
  draft: MessagesDraft,
  utterances: readonly Utterance[],
  tools: MessagesRequest['tools'],
) {
  if (draft.said > 0)
    return { system: lossless(draft.system), told: draft.told, turns: joinSystem(utterances) };
  const { before, turns } = splitSystem(utterances);
  const system = writeSystem(before);
  const prefix = firstPrefix({ ...system.value, tools });
  return { system, told: { last: undefined, prefix }, turns };
}

/** A call that goes out as it came keeps its id: one of ours has to give way. */
const insistsOn = (ours: ReadonlySet<string>, { native, parts }: Message) =>
  native?.dialect === DIALECT &&
  parts.some((part) => part.type === 'tool_call' && ours.has(part.id));
