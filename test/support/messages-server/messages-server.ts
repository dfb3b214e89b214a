import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
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
import { signatureFor } from './signatures.ts';
import { toEnd, toEvents } from './to-events.ts';

/** Anthropic's Messages API. */
export const startMessagesServer = (script: Script = {}): Promise<MakerServer> =>
  startMakerServer(messagesApi, script);

export const messagesApi: MakerApi = {
  root: '',
  wrongKey: (headers, key) =>
    isAuthorised(headers, key) ? undefined : { status: 401, message: 'invalid x-api-key' },
  wrongPath: ({ url }) => ({ status: 404, message: `Not found: ${url}` }),
  get: () => undefined,
  isCall: (path) => path === '/v1/messages',
  check: checkRequest,
  errorBody: ({ status, message }) => ({
    type: 'error',
    error: { type: typeByStatus[status] ?? 'invalid_request_error', message },
    request_id: 'req_1',
  }),
  write,
};

const typeByStatus: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  404: 'not_found_error',
};

const isAuthorised = (headers: IncomingHttpHeaders, key: string) =>
  headers.authorization === `Bearer ${key}` && headers['x-api-key'] === undefined;

function write(response: ServerResponse, reply: ScriptedReply, { body, headers }: Seen) {
  const signature = signatureFor(body, String(headers.authorization ?? headers['x-api-key']));
  const end = isBroken(reply) || reply.finish === null ? [] : toEnd(reply);
  response.setHeader('request-id', 'req_1');
  return streamReply(response, reply, {
    events: toEvents(reply, body.model, signature).map(named),
    end: end.map(named),
    errorEvent: (error) => named({ type: 'error', error }),
    endlessEvent: (text) =>
      named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    torn: 'event: content_block_delta\ndata: {"type":"content_bl',
  });
}

const named = (event: Readonly<Record<string, unknown>>) =>
  `event: ${event['type']}\ndata: ${JSON.stringify(event)}\n\n`;
