import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import {
  type MakerApi,
  type MakerServer,
  type Script,
  type Seen,
  startMakerServer,
} from '../maker-server/maker-server.ts';
import type { ScriptedReply } from '../maker-server/scripted-reply.ts';
import { streamReply } from '../maker-server/stream-writer.ts';
import { bindingOf, checkRequest, mismatchesOf } from './check-request.ts';
import { type ResponsesMode, rulesOf } from './mode.ts';
import { seal } from './seal.ts';
import { toEvents } from './to-events.ts';

interface ResponsesServerOptions extends Script {
  readonly mode?: ResponsesMode;
  /** What becomes of reasoning that does not hold here; newer models remove it and say so. */
  readonly foreignReasoning?: 'refused' | 'removed';
}

/** A maker's Responses API. */
export function startResponsesServer(options: ResponsesServerOptions = {}): Promise<MakerServer> {
  const { mode = 'openai', foreignReasoning = 'refused' } = options;
  return startMakerServer(responsesApi(mode, foreignReasoning === 'refused'), options);
}

const responsesApi = (mode: ResponsesMode, strict: boolean): MakerApi => ({
  root: '/v1',
  errorBody: rulesOf[mode].errorBody,
  wrongKey: (headers, key) => (isAuthorised(headers, key) ? undefined : wrongKey(mode)),
  wrongPath,
  get: (path) => (path === '/models' ? modelList : undefined),
  isCall: (path) => path === '/responses',
  check: (seen) => checkRequest(seen, mode, strict),
  write,
});

const isAuthorised = ({ authorization }: IncomingHttpHeaders, key: string) =>
  authorization === `Bearer ${key}`;

/** xAI says 400 to a wrong key. */
const wrongKey = (mode: ResponsesMode) => ({
  status: mode === 'grok' ? 400 : 401,
  message: 'Incorrect API key provided: sk-wr***ng.',
  code: 'invalid_api_key',
});

const wrongPath = ({ method, url }: IncomingMessage) => ({
  status: 404,
  message: `Invalid URL (${method} ${url})`,
});

const modelList = { object: 'list', data: [{ id: 'test-model', object: 'model' }] };

function write(response: ServerResponse, reply: ScriptedReply, seen: Seen) {
  const answering = {
    model: seen.body.model,
    sealed: seal(bindingOf(seen)),
    removed: mismatchesOf(seen),
  };
  const { events, end } = toEvents(reply, answering);
  return streamReply(response, reply, {
    events: events.map(told),
    end: reply.finish === null ? [] : end.map(told),
    errorEvent: (error) =>
      told({ type: 'error', sequence_number: events.length, ...(error as object) }),
    endlessEvent: (delta) =>
      told({ type: 'response.output_text.delta', output_index: 0, content_index: 0, delta }),
    torn: 'event: response.output_text.delta\ndata: {"type":"respon',
  });
}

const told = (event: { readonly type: string; readonly [field: string]: unknown }) =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
