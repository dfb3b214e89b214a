import type { Backend } from '../../core/agent/backend.ts';
import type { ChatQuirks } from '../../core/agent/chat-quirks.ts';
import { once } from '../../core/shared/once.ts';
import { createDrafter } from '../../dialects/drafts.ts';
import type { Chunk } from '../../dialects/openai-chat/chunk.ts';
import { emptyFold, type Folded, fold } from '../../dialects/openai-chat/fold.ts';
import { type ChatDraft, render } from '../../dialects/openai-chat/render.ts';
import { toDeltas } from '../../dialects/openai-chat/to-deltas.ts';
import { toReply } from '../../dialects/openai-chat/to-reply.ts';
import { MAX_REPLY_BYTES } from '../limits.ts';
import type { MakerOptions } from '../maker-options.ts';
import { connect } from '../openai-client.ts';
import type { Server } from '../server.ts';
import { type Api, createStreamingBackend } from '../streaming-backend.ts';
import { chunksOf } from './chunks-of.ts';
import { firstModel } from './first-model.ts';
import { toRequestOptions } from './request-options.ts';

export interface ChatCompletionsOptions extends MakerOptions {
  readonly quirks: ChatQuirks;
}

/** Any server of chat completions: the dialect translates, the SDK touches the network. */
export function createChatCompletions(options: ChatCompletionsOptions): Backend {
  const { type, baseUrl, key, maxBytes = MAX_REPLY_BYTES } = options;
  const server: Server = { backend: type, baseUrl, key, maxBytes };
  return createStreamingBackend(chatApi(server, options), { ...options, server });
}

function chatApi(server: Server, options: ChatCompletionsOptions): Api<Chunk, Folded> {
  const { type, quirks } = options;
  const { fields, maxTokens } = toRequestOptions(options.options);
  const limit = maxTokens === undefined ? {} : { maxTokens };
  const drafter = createDrafter<ChatDraft>();
  const client = once(() => connect(server));
  return {
    async send(call, model, _soFar, context) {
      const reader = { backend: type, model, quirks, stream: true, ...limit };
      const { request, losses } = render(call, reader, drafter);
      const body = { ...request, ...fields };
      return { events: chunksOf(await client(), body, call.signal, context), losses };
    },
    findModel: async (signal) => firstModel(await client(), server, signal),
    emptyFold,
    fold,
    toDeltas,
    toReply,
  };
}
