import type { Backend, ModelCall, Reply } from '../../core/agent/backend.ts';
import type { Delta } from '../../core/message/delta.ts';
import type { Clock } from '../../core/shared/clock.ts';
import type { Ids } from '../../core/shared/ids.ts';
import { emptyFold, type Folded, fold } from '../../dialects/openai-chat/fold.ts';
import type { Quirks } from '../../dialects/openai-chat/quirks.ts';
import { render } from '../../dialects/openai-chat/render.ts';
import { toDeltas } from '../../dialects/openai-chat/to-deltas.ts';
import { toReply } from '../../dialects/openai-chat/to-reply.ts';
import { estimateUsage } from '../estimate-usage.ts';
import { toBackendFault } from '../to-backend-fault.ts';
import { checkReply, checkSize } from './check-reply.ts';
import { chunksOf } from './chunks-of.ts';
import { type Client, connect, type Server } from './client.ts';
import { firstModel } from './first-model.ts';
import { type Options, toRequestOptions } from './request-options.ts';

/** Bytes of text, at most, in one reply. */
const MAX_REPLY_BYTES = 8 * 1024 * 1024;

export interface ChatCompletionsOptions {
  /** The backend's type in the configuration. */
  readonly type: string;
  readonly baseUrl: string;
  readonly key: string;
  /** Without one the server's first model is taken, at the first call. */
  readonly model?: string;
  readonly quirks: Quirks;
  /** As the configuration spells them. */
  readonly options: Options;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly maxBytes?: number;
}

/** Any server of chat completions: the dialect translates, the SDK touches the network. */
export function createChatCompletions(options: ChatCompletionsOptions): Backend {
  const { type, key, clock, ids, quirks, maxBytes = MAX_REPLY_BYTES } = options;
  const server: Server = { backend: type, baseUrl: options.baseUrl, key, maxBytes };
  const { fields, maxTokens } = toRequestOptions(options.options);
  let client: Client | undefined;
  let model = options.model ?? '';

  async function* call(asked: ModelCall): AsyncGenerator<Delta, Reply> {
    let begun = false;
    const context = () => ({ backend: type, key, now: clock.now(), begun });
    try {
      asked.signal.throwIfAborted();
      client ??= await connect(server);
      model ||= await firstModel(client, server, asked.signal);
      const limit = maxTokens === undefined ? {} : { maxTokens };
      const reader = { backend: type, model, quirks, stream: true, ...limit };
      const { request, losses } = render(asked, reader);
      let folded: Folded = emptyFold;
      for await (const chunk of chunksOf(
        client,
        { ...request, ...fields },
        asked.signal,
        context,
      )) {
        begun = true;
        folded = fold(folded, chunk);
        checkSize(folded, server);
        yield* toDeltas(chunk);
      }
      asked.signal.throwIfAborted();
      const message = checkReply(toReply(folded, ids.next('message')), begun, server);
      return { message: { usage: estimateUsage(asked, message), ...message }, losses };
    } catch (error) {
      asked.signal.throwIfAborted();
      throw toBackendFault(error, context());
    }
  }

  return {
    type,
    get model() {
      return model;
    },
    call,
  };
}
