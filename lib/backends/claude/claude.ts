import type { Backend, ModelCall } from '../../core/agent/backend.ts';
import { once } from '../../core/shared/once.ts';
import type { MessagesDraft } from '../../dialects/anthropic-messages/draft.ts';
import type { StreamEvent } from '../../dialects/anthropic-messages/event.ts';
import {
  emptyFold,
  type Folded,
  fold,
  isPaused,
  toBlocks,
} from '../../dialects/anthropic-messages/fold.ts';
import { type RenderOptions, render } from '../../dialects/anthropic-messages/render.ts';
import { toDeltas } from '../../dialects/anthropic-messages/to-deltas.ts';
import { toReply } from '../../dialects/anthropic-messages/to-reply.ts';
import type { MessagesRequest } from '../../dialects/anthropic-messages/wire.ts';
import { createDrafter } from '../../dialects/drafts.ts';
import { accountOf } from '../account-of.ts';
import { MAX_REPLY_BYTES } from '../limits.ts';
import type { MakerOptions } from '../maker-options.ts';
import type { Options } from '../option-keys.ts';
import type { Server } from '../server.ts';
import { type Api, createStreamingBackend, type Sent } from '../streaming-backend.ts';
import type { CallContext } from '../to-backend-fault.ts';
import { withBreakpoints } from './breakpoints.ts';
import { builtInTools } from './built-in-tools.ts';
import { connect } from './client.ts';
import { eventsOf } from './events-of.ts';
import { isForeignThought } from './foreign-thought.ts';
import { quirksOf, rowOf } from './models.ts';
import { type RequestOptions, toRequestOptions } from './request-options.ts';

/** Anthropic's Messages API: the dialect translates, the SDK touches the network. */
export function createClaude(options: MakerOptions): Backend {
  const { type, baseUrl, key, maxBytes = MAX_REPLY_BYTES } = options;
  const server: Server = { backend: type, baseUrl, key, maxBytes };
  const hasTools = builtInTools(options.options).length > 0;
  return createStreamingBackend(messagesApi(server, options.options), {
    ...options,
    server,
    ...(hasTools && { builtInTools: 'beside' as const }),
  });
}

function messagesApi(server: Server, options: Options): Api<StreamEvent, Folded> {
  const account = accountOf(server);
  const drafter = createDrafter<MessagesDraft>();
  const client = once(() => connect(server));

  async function send(
    call: ModelCall,
    soFar: Folded,
    context: () => CallContext,
    reader: RenderOptions,
    said: RequestOptions,
  ): Promise<Sent<StreamEvent>> {
    const { request, losses, prefix } = render(call, reader, drafter);
    const { cache_control: cache } = said.fields;
    const asked = withOptions(request, said);
    const stable = cache === undefined ? asked : withBreakpoints(asked, cache);
    const body = goingOn(stable, soFar);
    return {
      events: await eventsOf(await client(), body, call.signal, context),
      losses: [...losses, ...said.losses],
      account,
      prefix,
    };
  }

  return {
    async send(call, model, soFar, context) {
      const quirks = quirksOf(model);
      const said = toRequestOptions(options, rowOf(model), quirks.maxTokens);
      const { maxTokens = quirks.maxTokens } = said;
      const tools = builtInTools(options);
      const reader: RenderOptions = {
        backend: server.backend,
        model,
        account,
        quirks,
        maxTokens,
        stream: true,
        builtInTools: tools,
      };
      try {
        return await send(call, soFar, context, reader, said);
      } catch (error) {
        if (!isForeignThought(error)) throw error;
        return send(call, soFar, context, { ...reader, withoutThinking: true }, said);
      }
    },
    emptyFold,
    fold,
    toDeltas,
    toReply,
    isPaused,
  };
}

function withOptions(
  { tool_choice, ...request }: MessagesRequest,
  { single, fields }: RequestOptions,
): MessagesRequest {
  const isSingle = single && tool_choice?.type === 'auto';
  const choice = isSingle ? { ...tool_choice, disable_parallel_tool_use: true } : tool_choice;
  return { ...request, ...(choice && { tool_choice: choice }), ...fields };
}

/** A reply that its maker paused goes on behind what came of it, as it came. */
function goingOn(request: MessagesRequest, soFar: Folded): MessagesRequest {
  if (soFar.blocks.length === 0) return request;
  const messages = [...request.messages, { role: 'assistant' as const, content: toBlocks(soFar) }];
  return { ...request, messages, ...(soFar.container && { container: soFar.container }) };
}
