import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import {
  type MakerApi,
  type MakerServer,
  type Script,
  type Seen,
  startMakerServer,
} from '../maker-server/maker-server.ts';
import type { ScriptedReply } from '../maker-server/scripted-reply.ts';
import { isBroken, streamReply } from '../maker-server/stream-writer.ts';
import { checkRequest } from './check-request.ts';
import { type ChatMode, rulesOf } from './mode.ts';
import { toChunks } from './to-chunks.ts';

export interface ChatServerOptions extends Script {
  readonly mode?: ChatMode;
  readonly models?: readonly string[];
}

/** A maker's chat completions. */
export function startChatServer(options: ChatServerOptions = {}): Promise<MakerServer> {
  const { mode = 'openai', models = ['test-model'] } = options;
  return startMakerServer(chatApi(mode, models), options);
}

function chatApi(mode: ChatMode, models: readonly string[]): MakerApi {
  const { root, needsKey, errorBody } = rulesOf[mode];
  return {
    root,
    errorBody,
    wrongKey: (headers, key) =>
      needsKey && !isAuthorised(headers, key) ? wrongKey(mode) : undefined,
    wrongPath: (request) => wrongPath(mode, request),
    get: (path) => (path === '/models' ? modelList(models) : undefined),
    isCall: (path) => path === '/chat/completions',
    check: ({ body }) => checkRequest(body, mode),
    write: (response, reply, seen) => write(response, reply, seen, mode),
  };
}

const isAuthorised = ({ authorization }: IncomingHttpHeaders, key: string) =>
  authorization === `Bearer ${key}`;

/** xAI says 400 to a wrong key. */
const wrongKey = (mode: ChatMode) => ({
  status: mode === 'grok' ? 400 : 401,
  message: 'Incorrect API key provided: sk-wr***ng.',
  code: 'invalid_api_key',
});

/** LM Studio 0.3.14 said 200 to a path that it did not know. */
const wrongPath = (mode: ChatMode, { method, url }: IncomingMessage) => ({
  status: mode === 'lmstudio' ? 200 : 404,
  message: `Unexpected endpoint or method. (${method} ${url})`,
});

const modelList = (models: readonly string[]) => ({
  object: 'list',
  data: models.map((id) => ({ id, object: 'model' })),
});

function write(response: ServerResponse, reply: ScriptedReply, { body }: Seen, mode: ChatMode) {
  const asked = body.stream_options?.include_usage === true;
  const { reportsUsage } = rulesOf[mode];
  const withUsage = reportsUsage === 'always' || (reportsUsage === 'when asked' && asked);
  const broken = isBroken(reply);
  const told = broken ? { ...reply, finish: reply.finish ?? null } : reply;
  return streamReply(response, reply, {
    events: toChunks(told, body.model, withUsage && !broken).map(event),
    end: reply.done === false ? [] : ['data: [DONE]\n\n'],
    errorEvent: (error) => event({ error }),
    endlessEvent: (content) => event({ choices: [{ index: 0, delta: { content } }] }),
    torn: 'data: {"id":"chatcmpl-1","choi',
  });
}

const event = (chunk: unknown) => `data: ${JSON.stringify(chunk)}\n\n`;
