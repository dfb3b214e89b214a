import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { ScriptedReply } from './scripted-reply.ts';

/** A request that was let in, or refused. */
export interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body's text, as it came over the wire. */
  readonly raw: string;
  /** The body, parsed; `{}` where it is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent
  readonly body: any;
  /** Why it was refused, if it was. */
  readonly refused: string | undefined;
}

/** Why a request is refused. */
export interface Problem {
  readonly status: number;
  readonly message: string;
  readonly code?: string;
}

/** What a maker's server knows beside its script. */
export interface MakerApi {
  /** The path that a base URL ends in. */
  readonly root: string;
  readonly wrongKey: (headers: IncomingHttpHeaders, key: string) => Problem | undefined;
  readonly wrongPath: (request: IncomingMessage) => Problem;
  /** What a GET of this path answers, if anything. */
  readonly get: (path: string) => unknown;
  /** Whether a POST to this path is a model call. */
  readonly isCall: (path: string) => boolean;
  /** Why the body of a call is refused; undefined: it is taken. */
  readonly check: (seen: Seen) => Problem | undefined;
  readonly errorBody: (problem: Problem) => unknown;
  readonly write: (response: ServerResponse, reply: ScriptedReply, seen: Seen) => Promise<void>;
}

export interface Script {
  /** In their order; the last repeats. */
  readonly replies?: readonly ScriptedReply[];
  /** Instead of `replies`: decides from what it was sent; undefined leaves it to them. */
  readonly respond?: (
    request: Seen,
    count: number,
  ) => ScriptedReply | undefined | Promise<ScriptedReply | undefined>;
  readonly key?: string;
}

export interface MakerServer {
  /** The base URL: what a configuration calls `base_url`. */
  readonly url: string;
  /** Every call that came to the right path. */
  readonly requests: readonly Seen[];
  /** How many connections broke off before their reply was whole. */
  readonly abandoned: () => number;
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

export const TEST_KEY = 'sk-test-0123456789abcdef';

interface Place {
  readonly api: MakerApi;
  readonly script: Script;
  readonly requests: Seen[];
}

/**
 * A maker's API on this machine, as strict as the maker: it refuses what the real server refuses,
 * and otherwise says what its script says.
 */
export async function startMakerServer(api: MakerApi, script: Script): Promise<MakerServer> {
  const requests: Seen[] = [];
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandoned += 1;
    });
    answer({ api, script, requests }, request, response).catch((error: unknown) =>
      response.destroy(error as Error),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}${api.root}`,
    requests,
    abandoned: () => abandoned,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function answer(place: Place, request: IncomingMessage, response: ServerResponse) {
  const { api, script, requests } = place;
  const path = (request.url ?? '').slice(api.root.length);
  const raw = await readText(request);
  const refuse = (problem: Problem) => sendJson(response, problem.status, api.errorBody(problem));
  const wrongKey = api.wrongKey(request.headers, script.key ?? TEST_KEY);
  if (wrongKey) return refuse(wrongKey);
  const found = request.method === 'GET' ? api.get(path) : undefined;
  if (found !== undefined) return sendJson(response, 200, found);
  if (!request.url?.startsWith(api.root) || request.method !== 'POST' || !api.isCall(path))
    return refuse(api.wrongPath(request));
  const { seen, problem } = look(api, request, raw);
  requests.push(seen);
  if (problem) return refuse(problem);
  const reply = await replyTo(script, seen, requests.length - 1);
  return reply.plain
    ? sendJson(response, reply.plain.status, reply.plain.body, reply.plain.headers)
    : api.write(response, reply, seen);
}

async function replyTo(
  { replies = [{ text: 'Hello.' }], respond }: Script,
  seen: Seen,
  at: number,
) {
  return (await respond?.(seen, at)) ?? replies[Math.min(at, replies.length - 1)] ?? {};
}

function look(api: MakerApi, request: IncomingMessage, raw: string) {
  const { headers, url: path = '' } = request;
  const body = parsed(raw);
  const seen = { path, headers, raw, body: body ?? {}, refused: undefined };
  const isJson = headers['content-type']?.startsWith('application/json');
  const problem =
    body && isJson
      ? api.check(seen)
      : { status: 400, message: 'We could not parse the JSON body of your request.' };
  return { problem, seen: { ...seen, refused: problem?.message } };
}

function parsed(raw: string) {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

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
