import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { ChatReply } from './chat-reply.ts';
import { checkRequest } from './check-request.ts';
import { type ChatMode, type Problem, rulesOf } from './mode.ts';
import { writeReply } from './write-reply.ts';

/** A request that was let in, or refused. */
export interface ChatRequestSeen {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body's text, as it came over the wire. */
  readonly raw: string;
  /** The body, parsed; `{}` where it is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent
  readonly body: any;
  /** Why it was refused, if it was. */
  readonly refused: string | undefined;
}

export interface ChatServerOptions {
  readonly mode?: ChatMode;
  /** In their order; the last repeats. */
  readonly replies?: readonly ChatReply[];
  /** Instead of `replies`: decides from what it was sent. */
  readonly respond?: (request: ChatRequestSeen, count: number) => ChatReply;
  readonly key?: string;
  readonly models?: readonly string[];
}

export interface ChatServer {
  /** The base URL: what a configuration calls `base_url`. */
  readonly url: string;
  /** Every POST that came to the right path. */
  readonly requests: readonly ChatRequestSeen[];
  /** How many connections broke off before their reply was whole. */
  readonly abandoned: () => number;
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

export const TEST_KEY = 'sk-test-0123456789abcdef';

/**
 * A maker's chat completions on this machine, as strict as the maker: it refuses what the real
 * server refuses, and otherwise says what its script says.
 */
export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const requests: ChatRequestSeen[] = [];
  const place = { options, rules: rulesOf[options.mode ?? 'openai'], requests };
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandoned += 1;
    });
    answer(place, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}${place.rules.root}`,
    requests,
    abandoned: () => abandoned,
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Place {
  readonly options: ChatServerOptions;
  readonly rules: (typeof rulesOf)[ChatMode];
  readonly requests: ChatRequestSeen[];
}

async function answer(place: Place, request: IncomingMessage, response: ServerResponse) {
  const { mode = 'openai', models = ['test-model'] } = place.options;
  const { rules } = place;
  const path = request.url ?? '';
  const raw = await readText(request);
  if (!isAuthorised(place, request)) return refuse(response, place, wrongKey(mode));
  if (request.method === 'GET' && path === `${rules.root}/models`)
    return sendJson(response, 200, {
      object: 'list',
      data: models.map((id) => ({ id, object: 'model' })),
    });
  if (request.method !== 'POST' || path !== `${rules.root}/chat/completions`)
    return refuse(response, place, wrongPath(mode, request));
  const seen = look(place, request, raw);
  place.requests.push(seen.request);
  if (seen.problem) return refuse(response, place, seen.problem);
  return play(place, seen.request, response);
}

function play(place: Place, request: ChatRequestSeen, response: ServerResponse) {
  const { replies = [{ text: 'Hello.' }], respond } = place.options;
  const count = place.requests.length - 1;
  const reply = respond?.(request, count) ?? replies[Math.min(count, replies.length - 1)] ?? {};
  if (reply.plain)
    return sendJson(response, reply.plain.status, reply.plain.body, reply.plain.headers);
  const asked = request.body.stream_options?.include_usage === true;
  const { reportsUsage } = place.rules;
  const withUsage = reportsUsage === 'always' || (reportsUsage === 'when asked' && asked);
  return writeReply(response, reply, request.body.model, withUsage);
}

function look({ options, rules }: Place, request: IncomingMessage, raw: string) {
  const body = parsed(raw);
  const isJson = request.headers['content-type']?.startsWith('application/json');
  const problem: Problem | undefined =
    body && isJson
      ? checkRequest(body, options.mode ?? 'openai')
      : { status: 400, message: 'We could not parse the JSON body of your request.' };
  const { headers, url: path = rules.root } = request;
  return {
    problem,
    request: { path, headers, raw, body: body ?? {}, refused: problem?.message },
  };
}

function parsed(raw: string) {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

const isAuthorised = (
  { options: { key = TEST_KEY }, rules }: Place,
  { headers }: IncomingMessage,
) => !rules.needsKey || headers.authorization === `Bearer ${key}`;

/** xAI says 400 to a wrong key. */
const wrongKey = (mode: ChatMode): Problem => ({
  status: mode === 'grok' ? 400 : 401,
  message: 'Incorrect API key provided: sk-wr***ng.',
  code: 'invalid_api_key',
});

/** LM Studio 0.3.14 said 200 to a path that it did not know. */
const wrongPath = (mode: ChatMode, { method, url }: IncomingMessage): Problem => ({
  status: mode === 'lmstudio' ? 200 : 404,
  message: `Unexpected endpoint or method. (${method} ${url})`,
});

const refuse = (response: ServerResponse, { rules }: Place, problem: Problem) =>
  sendJson(response, problem.status, rules.errorBody(problem));

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/html' : 'application/json',
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
