import type { Backend, ModelCall } from '../../core/agent/backend.ts';
import { once } from '../../core/shared/once.ts';
import { createDrafter, type Drafter } from '../../dialects/drafts.ts';
import type { Event } from '../../dialects/openai-responses/event.ts';
import { emptyFold, type Folded, fold } from '../../dialects/openai-responses/fold.ts';
import type { Reader, ResponsesQuirks } from '../../dialects/openai-responses/quirks.ts';
import { type ResponsesDraft, render } from '../../dialects/openai-responses/render.ts';
import { toDeltas } from '../../dialects/openai-responses/to-deltas.ts';
import { toReply } from '../../dialects/openai-responses/to-reply.ts';
import { accountOf } from '../account-of.ts';
import { MAX_REPLY_BYTES } from '../limits.ts';
import type { MakerOptions } from '../maker-options.ts';
import { connect } from '../openai-client.ts';
import type { Options } from '../option-keys.ts';
import type { Server } from '../server.ts';
import { type Api, createStreamingBackend } from '../streaming-backend.ts';
import { cacheKey } from './cache-key.ts';
import { eventsOf } from './events-of.ts';
import { refusesReasoning } from './refuses-reasoning.ts';
import { toRequestOptions } from './request-options.ts';

export interface ResponsesOptions extends MakerOptions {
  readonly quirks: ResponsesQuirks;
}

/** OpenAI's Responses API, and xAI's: the dialect translates, the SDK touches the network. */
export function createResponses(options: ResponsesOptions): Backend {
  const { type, baseUrl, key, quirks, maxBytes = MAX_REPLY_BYTES } = options;
  const server: Server = { backend: type, baseUrl, key, maxBytes };
  const { builtIns } = toRequestOptions(options.options, options.model ?? '', quirks).value;
  return createStreamingBackend(responsesApi(server, options), {
    ...options,
    server,
    ...(builtIns.length > 0 && { builtInTools: 'beside' as const }),
  });
}

function responsesApi(server: Server, options: ResponsesOptions): Api<Event, Folded> {
  const { type, quirks } = options;
  const account = accountOf(server);
  const drafter = createDrafter<ResponsesDraft>();
  const client = once(() => connect(server));
  return {
    async send(call, model, _soFar, context) {
      const attempt = async (reader: Reader) => {
        const { request, losses, prefix } = toRequest(call, reader, options.options, drafter);
        const events = await eventsOf(await client(), request, call.signal, context);
        return { events, losses, account, prefix };
      };
      const stranger = { backend: type, model, quirks };
      try {
        return await attempt({ ...stranger, account });
      } catch (error) {
        if (!refusesReasoning(error)) throw error;
        return await attempt(stranger); // without an account no reasoning goes back
      }
    },
    emptyFold,
    fold,
    toDeltas,
    toReply: (folded, id) => toReply(folded, id, quirks),
  };
}

function toRequest(
  call: ModelCall,
  reader: Reader,
  options: Options,
  drafter: Drafter<ResponsesDraft>,
) {
  const { value, losses } = toRequestOptions(options, reader.model, reader.quirks);
  const { fields, ...more } = value;
  const rendering = render(call, { ...reader, ...more, stream: true }, drafter);
  return {
    request: { prompt_cache_key: cacheKey(call.messages), ...rendering.request, ...fields },
    losses: [...rendering.losses, ...losses],
    prefix: rendering.prefix,
  };
}
