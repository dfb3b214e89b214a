import type { Loss } from '../../core/message/loss.ts';
import type { Conversation } from '../conversation.ts';
import { concat, type Draft, type Drafter, type Drafting, inOneGo, moreLosses } from '../drafts.ts';
import { translateAll } from '../lossy.ts';
import { openCalls, pairCalls } from '../pair.ts';
import { placeMessages } from '../place.ts';
import { type Features, featuresOf } from './features.ts';
import { grammarFor } from './grammar.ts';
import type { Reader } from './reader.ts';
import { toSystemInstruction } from './system-instruction.ts';
import { toToolFields } from './tools.ts';
import { toContents } from './turns.ts';
import type { GeminiRequest, WireContent } from './wire.ts';
import { writeExchange } from './write.ts';

interface Rendering {
  /** The body of `POST /models/{model}:generateContent` and `:streamGenerateContent`. */
  readonly request: GeminiRequest;
  readonly losses: readonly Loss[];
}

/** Contents of the first messages of a conversation. */
export interface GeminiDraft extends Draft {
  readonly system: GeminiRequest['systemInstruction'] | undefined;
  readonly contents: readonly WireContent[];
}

/**
 * A conversation as contents. A user begins, each call is answered in the next turn, and nothing is
 * left out without a loss. What only the log knows of a message (its id, author, time, stop and
 * usage) is no part of what is said, and no loss.
 */
export function render(
  { messages, tools = [], allowedTools = tools.map(({ name }) => name) }: Conversation,
  reader: Reader,
  drafter: Drafter<GeminiDraft> = inOneGo,
): Rendering {
  const features = featuresOf(reader.model ?? '');
  const { system, contents, losses } = drafter(draftingFor(reader, features), messages);
  const toolFields = toToolFields(tools, allowedTools, reader.builtInTools ?? [], features);
  return {
    request: {
      ...(system !== undefined && { systemInstruction: system }),
      contents,
      ...toolFields.value,
    },
    losses: [...losses, toolFields.losses].flat(),
  };
}

const draftingFor = (reader: Reader, features: Features): Drafting<GeminiDraft> => ({
  key: JSON.stringify(reader),
  blank: {
    said: 0,
    open: new Set(),
    isSettled: false,
    losses: [],
    system: undefined,
    contents: [],
  },
  goOn: (draft, messages, end) => {
    const utterances = placeMessages(messages, grammarFor(messages, reader), draft.said, end);
    const exchanges = pairCalls(utterances.value);
    const system = toSystemInstruction(exchanges.value);
    const turns = translateAll(
      exchanges.value.filter(({ utterance }) => utterance.speaker !== 'system'),
      (exchange) => writeExchange(exchange, features),
    );
    const contents = toContents(turns.value, draft.contents.length === 0);
    return {
      said: end,
      open: openCalls(draft.open, exchanges.value),
      // What the model says next may join what it said last.
      isSettled: (turns.value.at(-1)?.speaker ?? 'model') === 'user',
      losses: moreLosses(draft.losses, utterances, exchanges, system, turns, contents),
      system: system.value ?? draft.system,
      contents: concat(draft.contents, contents.value),
    };
  },
});
