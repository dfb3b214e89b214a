import type { ChatQuirks } from '../../core/agent/chat-quirks.ts';
import type { Loss } from '../../core/message/loss.ts';
import type { Conversation } from '../conversation.ts';
import { concat, type Draft, type Drafter, type Drafting, inOneGo, moreLosses } from '../drafts.ts';
import { translateAll } from '../lossy.ts';
import { openCalls, pairCalls } from '../pair.ts';
import { placeMessages } from '../place.ts';
import { grammarFor } from './grammar.ts';
import type { Reader } from './reader.ts';
import { toToolFields } from './tools.ts';
import type { ChatRequest, WireMessage } from './wire.ts';
import { writeExchange } from './write.ts';

interface RenderOptions extends Reader {
  /** Tokens, at most, of the reply. */
  readonly maxTokens?: number;
  readonly stream?: boolean;
}

interface Rendering {
  /** The body of `POST /chat/completions`. */
  readonly request: ChatRequest;
  readonly losses: readonly Loss[];
}

/** Chat completions of the first messages of a conversation. */
export interface ChatDraft extends Draft {
  readonly messages: readonly WireMessage[];
}

/**
 * A conversation as chat completions. Each call is followed at once by its result, and nothing is
 * left out without a loss. What only the log knows of a message (its id, author, time, stop and
 * usage) is no part of what is said, and no loss.
 */
export function render(
  conversation: Conversation,
  options: RenderOptions,
  drafter: Drafter<ChatDraft> = inOneGo,
): Rendering {
  const { quirks, model, maxTokens, stream } = options;
  const { tools = [], allowedTools = tools.map(({ name }) => name) } = conversation;
  const { messages, losses } = drafter(draftingFor(options), conversation.messages);
  const toolFields = toToolFields(tools, allowedTools, quirks);
  return {
    request: {
      ...quirks.extra,
      model,
      messages,
      ...toolFields.value,
      ...(maxTokens !== undefined && { [quirks.outputLimit]: maxTokens }),
      ...(stream && streamFields(quirks)),
    },
    losses: [...losses, toolFields.losses].flat(),
  };
}

const draftingFor = (reader: Reader): Drafting<ChatDraft> => ({
  key: JSON.stringify(reader),
  blank: { said: 0, open: new Set(), isSettled: true, losses: [], messages: [] },
  goOn: (draft, messages, end) => {
    const utterances = placeMessages(messages, grammarFor(reader), draft.said, end);
    const exchanges = pairCalls(utterances.value);
    const written = translateAll(exchanges.value, (exchange) =>
      writeExchange(exchange, reader.quirks),
    );
    return {
      said: end,
      open: openCalls(draft.open, exchanges.value),
      isSettled: true,
      losses: moreLosses(draft.losses, utterances, exchanges, written),
      messages: concat(draft.messages, written.value),
    };
  },
});

const streamFields = ({ usageOnRequest }: ChatQuirks) => ({
  stream: true as const,
  ...(usageOnRequest && { stream_options: { include_usage: true as const } }),
});
