import { makerOf } from '../../config/makers.ts';
import type { Backend } from '../../core/agent/backend.ts';
import { Fault } from '../../core/shared/faults.ts';
import { once } from '../../core/shared/once.ts';
import { createDrafter } from '../../dialects/drafts.ts';
import type { Chunk } from '../../dialects/gemini/chunk.ts';
import { featuresOf, isThirdGeneration } from '../../dialects/gemini/features.ts';
import { emptyFold, type Folded, fold, isPaused } from '../../dialects/gemini/fold.ts';
import { type GeminiDraft, render } from '../../dialects/gemini/render.ts';
import { toDeltas } from '../../dialects/gemini/to-deltas.ts';
import { toReply } from '../../dialects/gemini/to-reply.ts';
import { accountOf } from '../account-of.ts';
import { MAX_REPLY_BYTES } from '../limits.ts';
import type { MakerOptions } from '../maker-options.ts';
import type { Server } from '../server.ts';
import { type Api, createStreamingBackend } from '../streaming-backend.ts';
import { builtInToolsIn } from './built-in-tools.ts';
import { chunksOf } from './chunks-of.ts';
import { connect } from './client.ts';
import { toRequestOptions } from './request-options.ts';

/** Google's Gemini API: the dialect translates, the SDK touches the network. */
export function createGemini(options: MakerOptions): Backend {
  const { type, baseUrl, key, maxBytes = MAX_REPLY_BYTES } = options;
  const model = options.model ?? makerOf('gemini').defaultModel ?? '';
  const server: Server = { backend: type, baseUrl, key, maxBytes };
  const isOn = builtInToolsIn(options.options).length > 0;
  const place = isThirdGeneration(featuresOf(model)) ? 'beside' : 'apart';
  return createStreamingBackend(geminiApi(server, options), {
    ...options,
    model,
    server,
    ...(isOn && { builtInTools: place }),
  });
}

function geminiApi(server: Server, { options }: MakerOptions): Api<Chunk, Folded> {
  const { backend } = server;
  const account = accountOf(server);
  const builtInTools = builtInToolsIn(options);
  const drafter = createDrafter<GeminiDraft>();
  const client = once(() => connect(server));
  return {
    async send(call, model, { continuationToken }) {
      const { request, losses } = render(call, { backend, model, account, builtInTools }, drafter);
      const asked = toRequestOptions(options, model, call.tools.length > 0);
      const body = {
        ...request,
        ...asked.value,
        ...(continuationToken !== undefined && { continuationToken }),
      };
      const chunks = chunksOf(await client(), model, body, call.signal);
      return {
        events: continuationToken === undefined ? chunks : goingOn(chunks, server),
        losses: [...losses, ...asked.losses],
        account,
      };
    },
    emptyFold,
    fold,
    toDeltas,
    toReply,
    isPaused,
  };
}

/** A reply that was to go on, and did not, is cut off; else it would be asked for again and again. */
async function* goingOn(
  chunks: AsyncIterable<Chunk>,
  { backend }: Server,
): AsyncGenerator<Chunk, void> {
  let begun = false;
  for await (const chunk of chunks) {
    begun = true;
    yield chunk;
  }
  if (!begun) throw new Fault('backend.cut', { backend });
}
