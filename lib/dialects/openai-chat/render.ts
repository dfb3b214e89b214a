import type { Loss } from '../../core/message/loss.ts';
import type { Conversation } from '../conversation.ts';
import { translateAll } from '../lossy.ts';
import { pairCalls } from '../pair.ts';
import { placeMessages } from '../place.ts';
import { grammarFor } from './grammar.ts';
import type { Quirks, Reader } from './quirks.ts';
import { toToolFields } from './tools.ts';
import type { ChatRequest } from './wire.ts';
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

/**
 * A conversation as chat completions. Each call is followed at once by its result, and nothing is
 * left out without a loss. What only the log knows of a message (its id, author, time, stop and
 * usage) is no part of what is said, and no loss.
 */
export function render(conversation: Conversation, options: RenderOptions): Rendering {
  const { quirks, model, maxTokens, stream } = options;
  const { tools = [], allowedTools = tools.map(({ name }) => name) } = conversation;
  const utterances = placeMessages(conversation.messages, grammarFor(options));
  const exchanges = pairCalls(utterances.value);
  const messages = translateAll(exchanges.value, (exchange) => writeExchange(exchange, quirks));
  const toolFields = toToolFields(tools, allowedTools, quirks);
  return {
    request: {
      ...quirks.extra,
      model,
      messages: messages.value,
      ...toolFields.value,
      ...(maxTokens !== undefined && { [quirks.outputLimit]: maxTokens }),
      ...(stream && streamFields(quirks)),
    },
    losses: [utterances, exchanges, messages, toolFields].flatMap(({ losses }) => losses),
  };
}

const streamFields = ({ usageOnRequest }: Quirks) => ({
  stream: true as const,
  ...(usageOnRequest && { stream_options: { include_usage: true as const } }),
});
