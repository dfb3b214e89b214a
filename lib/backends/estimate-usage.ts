import type { ModelCall } from '../core/agent/backend.ts';
import type { Message } from '../core/message/message.ts';
import { estimateTokens } from '../core/message/tokens.ts';
import type { Usage } from '../core/message/usage.ts';

type Said = Pick<Message, 'parts'>;

/** What a call may have taken, where nobody counts: a guess from what was sent and said. */
export const estimateUsage = (
  { messages, tools }: Pick<ModelCall, 'messages' | 'tools'>,
  reply: Said,
): Usage => ({
  inputTokens: messages.reduce((sum, message) => sum + tokensOf(message), tokensIn(tools)),
  outputTokens: tokensOf(reply),
});

const tokensOf = ({ parts }: Said) =>
  parts.reduce(
    (sum, part) => sum + (part.type === 'text' ? estimateTokens(part.text) : tokensIn(part)),
    0,
  );

const tokensIn = (value: unknown) => estimateTokens(JSON.stringify(value));
