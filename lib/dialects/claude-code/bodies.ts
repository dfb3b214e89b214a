import type { Message } from '../../core/message/message.ts';
import type { Stop } from '../../core/message/stop.ts';
import type { Usage } from '../../core/message/usage.ts';
import { sha256 } from '../../core/shared/hash.ts';
import type { Json } from '../../core/shared/json.ts';
import { blocksIn } from '../anthropic-messages/read-content.ts';
import { toStop } from '../anthropic-messages/stop.ts';
import type { WireContent, WireMessage } from '../anthropic-messages/wire.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { HOOK_NAME } from './wire.ts';

export const toUserBody = (content: WireContent): JsonObject => ({
  type: 'user',
  message: { role: 'user', content },
});

export const toResultBody = (block: Json): JsonObject => ({
  type: 'user',
  message: { role: 'user', content: [block] },
});

/** What the system says goes where Claude Code keeps what hooks tell it: its model sees it as the system's. */
export const toSystemBody = (content: WireContent): JsonObject => ({
  type: 'attachment',
  attachment: {
    type: 'hook_additional_context',
    content: blocksIn(content)
      .filter(isJsonObject)
      .map((block) => stringIn(block, 'text')),
    hookName: HOOK_NAME,
    toolUseID: HOOK_NAME,
    hookEvent: 'SessionStart',
  },
});

/** One line for each block of a reply; its id, how it ended and what it took are the same in all of them. */
export function toAssistantBodies(
  { content }: WireMessage,
  from: Message | undefined,
  parent: string | undefined,
): readonly JsonObject[] {
  const blocks = blocksIn(content);
  const id = `msg_${sha256(JSON.stringify([parent ?? null, blocks])).slice(0, 24)}`;
  const about = aboutReply(from);
  return blocks.map((block) => ({
    type: 'assistant',
    message: { id, type: 'message', role: 'assistant', ...about, content: [block] },
  }));
}

function aboutReply(from: Message | undefined): JsonObject {
  const { author, stop, usage } = from ?? {};
  return {
    ...(author?.model !== undefined && { model: author.model }),
    stop_reason: stop ? rawOf(stop) : null,
    stop_sequence: null,
    ...(usage && { usage: toWireUsage(usage) }),
  };
}

/** The maker's own word, where that is one of Anthropic's. */
const rawOf = ({ reason, raw }: Stop) =>
  reason !== 'error' && toStop(raw).reason === reason ? raw : rawByReason[reason];

const rawByReason: Readonly<Record<Stop['reason'], string | null>> = {
  end: 'end_turn',
  tool: 'tool_use',
  length: 'max_tokens',
  filtered: 'refusal',
  error: null,
};

/** Anthropic counts as input neither what was read from the cache nor what was put into it. */
const toWireUsage = ({
  inputTokens,
  outputTokens,
  cachedTokens = 0,
  cacheWriteTokens = 0,
  reasoningTokens,
}: Usage): JsonObject => ({
  input_tokens: Math.max(0, inputTokens - cachedTokens - cacheWriteTokens),
  cache_creation_input_tokens: cacheWriteTokens,
  cache_read_input_tokens: cachedTokens,
  output_tokens: outputTokens,
  ...(reasoningTokens !== undefined && {
    output_tokens_details: { thinking_tokens: reasoningTokens },
  }),
});
