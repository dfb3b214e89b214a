import type { ServerResponse } from 'node:http';
import {
  type MakerApi,
  type MakerServer,
  type Problem,
  type Script,
  type Seen,
  startMakerServer,
  TEST_KEY,
} from '../maker-server/maker-server.ts';
import type { ScriptedReply } from '../maker-server/scripted-reply.ts';
import { isBroken, streamReply } from '../maker-server/stream-writer.ts';
import { checkRequest } from './check-request.ts';
import { type GeminiRules, rulesOf } from './rules.ts';
import { endOf, toChunks } from './to-chunks.ts';

const CALL = /^\/(v1|v1beta)\/models\/([^/:]+):streamGenerateContent\?alt=sse$/;

/** Google's Gemini API. */
export const startGeminiServer = (script: Script = {}): Promise<MakerServer> =>
  startMakerServer(geminiApi(script.key ?? TEST_KEY), script);

const geminiApi = (key: string): MakerApi => ({
  root: '',
  errorBody,
  wrongKey: (headers, right) =>
    headers['x-goog-api-key'] === right
      ? undefined
      : { status: 400, message: 'API key not valid. Please pass a valid API key.' },
  wrongPath: ({ method, url }) => ({ status: 404, message: `Not found: ${method} ${url}` }),
  get: () => undefined,
  isCall: (path) => CALL.test(path),
  check: (seen) => check(seen, key),
  write: (response, reply, seen) => write(response, reply, seen, key),
});

const rulesFor = ({ path }: Seen, key: string): GeminiRules | undefined =>
  rulesOf(CALL.exec(path)?.[2] ?? '', key);

function check(seen: Seen, key: string): Problem | undefined {
  const rules = rulesFor(seen, key);
  if (!rules) return { status: 404, message: 'models/x is not found for API version v1.' };
  const message = checkRequest(seen.body, rules);
  return message === undefined ? undefined : { status: 400, message };
}

const statusByCode: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  404: 'NOT_FOUND',
};

const errorBody = ({ status, message }: Problem) => ({
  error: { code: status, message, status: statusByCode[status] },
});

async function write(response: ServerResponse, reply: ScriptedReply, seen: Seen, key: string) {
  const rules = rulesFor(seen, key);
  if (!rules) throw new Error('It was checked that the model is known.');
  await streamReply(response, reply, {
    events: toChunks(reply, rules).map(event),
    end: isBroken(reply) ? [] : endOf(reply, rules).map(event),
    errorEvent: (error) => event({ error }),
    endlessEvent: (text) =>
      event({ candidates: [{ content: { role: 'model', parts: [{ text }] } }] }),
    torn: 'data: {"candidates":[{"con',
  });
}

const event = (chunk: unknown) => `data: ${JSON.stringify(chunk)}\n\n`;
