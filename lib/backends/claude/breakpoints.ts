import type { Json } from '../../core/shared/json.ts';
import type {
  MessagesRequest,
  WireContent,
  WireMessage,
} from '../../dialects/anthropic-messages/wire.ts';

/**
 * Marks the two places up to which a request is as the one before it: the end of what the system
 * says, which holds even when a view was laid anew, and the last turn before the model's own last
 * one, where the request before ended. The maker looks back from each mark, but over 20 blocks only,
 * and a turn may be longer; with the mark at the end of each request that makes three of the four
 * that it takes: https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export function withBreakpoints(request: MessagesRequest, cache: Json): MessagesRequest {
  const last = request.messages.findLastIndex(({ role }) => role === 'assistant');
  const end = request.messages.findLastIndex(({ role }, at) => role === 'user' && at < last);
  return {
    ...request,
    ...(request.system !== undefined && { system: marked(request.system, cache) }),
    messages: request.messages.map((message, at) =>
      at === end ? markedMessage(message, cache) : message,
    ),
  };
}

const markedMessage = (message: WireMessage, cache: Json): WireMessage => ({
  ...message,
  content: marked(message.content, cache),
});

/** A text that is empty cannot be marked. */
function marked(content: WireContent, cache: Json): WireContent {
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const last = blocks.at(-1);
  if (!last || last['text'] === '') return content;
  return [...blocks.slice(0, -1), { cache_control: cache, ...last }];
}
