import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../lib/core/shared/faults.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import type { ChatMode } from '../support/chat-server/mode.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { refusesWith, type ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { answerOf, thrown } from './_call.ts';
import { backendAt, playing } from './_chat-backend.ts';

async function faultOf(reply: ScriptedReply, mode: ChatMode = 'openai'): Promise<Fault> {
  const { server, backend } = await playing([reply], { mode });
  try {
    return await thrown(answerOf(backend));
  } finally {
    await server.close();
  }
}

const says = (message: string, code?: string, type?: string) => ({
  error: { message, code, type },
});

describe('what a server refuses', () => {
  it.each<[string, number, unknown, string]>([
    [
      'a wrong key',
      401,
      says('Incorrect API key provided', 'invalid_api_key'),
      'backend.unauthorised',
    ],
    ['a key without rights', 403, says('You may not use this model'), 'backend.unauthorised'],
    [
      'a wrong key, as xAI says it',
      400,
      {
        code: 'Client specified an invalid argument',
        error: 'Incorrect API key provided: xa***. You can obtain one at https://console.x.ai.',
      },
      'backend.unauthorised',
    ],
    [
      'a model that is not there',
      404,
      says('The model `gpt-9` does not exist', 'model_not_found'),
      'backend.notFound',
    ],
    [
      'a model that is not there, as xAI says it',
      400,
      {
        code: 'x',
        error: 'The model grok-9 does not exist or your team does not have access to it.',
      },
      'backend.notFound',
    ],
    [
      'too many requests',
      429,
      says('Rate limit reached', 'rate_limit_exceeded'),
      'backend.rateLimited',
    ],
    ['too many requests, as GLM says it', 429, says('Too many', '1302'), 'backend.rateLimited'],
    [
      'an empty account',
      429,
      says('You exceeded your current quota', 'insufficient_quota'),
      'backend.exhausted',
    ],
    ['an empty account, as GLM says it', 429, says('余额不足', '1113'), 'backend.exhausted'],
    [
      'an empty account, as xAI says it',
      403,
      {
        code: 'x',
        error:
          'Your team has either used all available credits or reached its monthly spending limit.',
      },
      'backend.exhausted',
    ],
    ['an unpaid bill', 402, says('Insufficient credits'), 'backend.exhausted'],
    [
      'too long a conversation',
      400,
      says("This model's maximum context length is 4096 tokens.", 'context_length_exceeded'),
      'backend.overflow',
    ],
    [
      'too long a conversation, as LM Studio says it',
      400,
      {
        error:
          'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 9>= n_ctx: 8)',
      },
      'backend.overflow',
    ],
    [
      'too long a conversation, as llama.cpp says it',
      400,
      says('the request exceeds the available size', undefined, 'exceed_context_size_error'),
      'backend.overflow',
    ],
    [
      'too long a conversation, as vLLM says it',
      400,
      {
        object: 'error',
        message:
          "This model's maximum context length is 2048 tokens. However, you requested 7429 tokens.",
        type: 'BadRequestError',
        code: 400,
      },
      'backend.overflow',
    ],
    [
      'too long a conversation, as SGLang says it',
      400,
      {
        object: 'error',
        message: "The input (9000 tokens) is longer than the model's context length (8192 tokens).",
        code: 400,
      },
      'backend.overflow',
    ],
    ['too many bytes', 413, says('Request too large'), 'backend.overflow'],
    ['forbidden content', 400, says('Blocked', 'content_filter'), 'backend.refused'],
    [
      'an option that it does not know',
      400,
      says("Unknown parameter: 'foo'", 'unknown_parameter'),
      'backend.rejected',
    ],
    [
      'something it can validate',
      422,
      { detail: [{ loc: ['body', 'temperature'], msg: 'too high' }] },
      'backend.rejected',
    ],
    [
      'a service that is gone',
      410,
      { code: 'gone', error: 'Live search is gone.' },
      'backend.rejected',
    ],
    ['work, for it is overloaded', 503, says('Loading model'), 'backend.overloaded'],
    [
      'work, for it is overloaded, as Anthropic says it',
      529,
      says('Overloaded', undefined, 'overloaded_error'),
      'backend.overloaded',
    ],
    ['everything, for it is broken', 500, says('The server had an error'), 'backend.unavailable'],
    [
      'everything, behind a proxy',
      502,
      '<html><head><title>502 Bad Gateway</title></head></html>',
      'backend.unavailable',
    ],
    ['everything, without a word', 504, '', 'backend.unavailable'],
  ])('%s (%i)', async (_, status, body, code) => {
    const fault = await faultOf(refusesWith(status, body));
    expect(fault.code).toBe(code);
    expect(fault.facts).toMatchObject({ backend: 'chatcompletion' });
  });

  it('is asked once: nobody retries behind the back of the turn', async () => {
    const { server, backend } = await playing([
      refusesWith(429, says('Slow down')),
      { text: 'Hello.' },
    ]);
    await thrown(answerOf(backend));
    expect(server.requests).toHaveLength(1);
    await server.close();
  });
});

describe('the time that a server asks for', () => {
  it.each([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' }, 30],
    [{ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1.5],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j is %s seconds', async (headers, seconds) => {
    const fault = await faultOf(refusesWith(429, says('Slow down'), headers));
    expect(fault.facts).toEqual({
      backend: 'chatcompletion',
      detail: 'Slow down',
      ...(seconds !== undefined && { retryAfterSeconds: seconds }),
    });
  });
});

describe('a stream that is no whole reply', () => {
  it.each<[string, ScriptedReply, string]>([
    [
      'breaks off when the server says so',
      { text: 'It is', error: { message: 'Something broke' } },
      'backend.cut',
    ],
    [
      'breaks off when GLM has network trouble',
      { text: 'It is', finish: 'network_error' },
      'backend.cut',
    ],
    [
      'says that the server is overloaded',
      { text: 'It is', error: { message: 'busy', type: 'overloaded_error' } },
      'backend.overloaded',
    ],
    [
      'says that the server is out of order',
      { text: 'It is', error: { message: 'busy', code: 503 } },
      'backend.overloaded',
    ],
    [
      'says that the conversation is too long',
      { error: { message: 'The prompt is too long' } },
      'backend.overflow',
    ],
    ['is filtered', { text: 'It is', finish: 'content_filter' }, 'backend.refused'],
    ['is a refusal', { refusal: 'I cannot help with that.' }, 'backend.refused'],
  ])('%s', async (_, reply, code) => {
    expect((await faultOf(reply, 'common')).code).toBe(code);
  });

  it('holds not one chunk', async () => {
    const { url, close } = await bare('text/event-stream', '');
    expect((await thrown(answerOf(backendFor(url)))).code).toBe('backend.empty');
    await close();
  });

  it('goes on without an end and without a word, and is stopped', async () => {
    await using server = await startChatServer({ replies: [{ endless: '' }] });
    const fault = await thrown(answerOf(backendAt(server, { maxBytes: 1000 })));
    expect(fault.code).toBe('backend.tooLarge');
  });
});

describe('an answer of another kind', () => {
  it('LM Studio says 200 to a path that it does not know', async () => {
    await using server = await startChatServer({ mode: 'lmstudio' });
    const fault = await thrown(
      answerOf(backendAt({ ...server, url: server.url.replace('/v1', '') })),
    );
    expect(fault.code).toBe('backend.notFound');
    expect(fault.message).toContain('Unexpected endpoint');
  });

  it.each([
    ['an error with 200', refusesWith(200, { error: 'Something odd' }), 'Something odd'],
    ['a page', refusesWith(200, '<html><title>Welcome</title></html>'), 'Welcome'],
    ['JSON that is no reply', refusesWith(200, { hello: 'world' }), ''],
  ] as const)('%s is malformed', async (_, reply, words) => {
    const fault = await faultOf(reply);
    expect(fault.code).toBe('backend.malformed');
    expect(fault.message).toContain(words);
  });

  it.each([
    ['no JSON', 'data: {nonsense\n\n'],
    ['no chunk', 'data: {"choices": "none"}\n\n'],
  ])('a stream of %s is malformed', async (_, body) => {
    const { url, close } = await bare('text/event-stream', body);
    expect((await thrown(answerOf(backendFor(url)))).code).toBe('backend.malformed');
    await close();
  });
});

describe('a server that is not there', () => {
  it.each([
    ['refuses the connection', 'http://127.0.0.1:9/v1'],
    ['has no such name', 'http://no-such-host.invalid/v1'],
  ])('%s', async (_, url) => {
    const fault = await thrown(answerOf(backendFor(url)));
    expect(fault.code).toBe('backend.unavailable');
    expect(fault.message).toMatch(/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|bad port/);
  });

  it('hangs up before it answers', async () => {
    const { url, close } = await bare('hangs up', '');
    expect((await thrown(answerOf(backendFor(url)))).code).toBe('backend.unavailable');
    await close();
  });
});

describe('what people are told', () => {
  it('is one line of bounded length and never holds a key', async () => {
    const text = `Wrong key ${TEST_KEY},\n also known as sk-proj-abc***xyz. ${'And so on. '.repeat(100)}`;
    const fault = await faultOf(refusesWith(401, says(text)));
    const told = JSON.stringify([fault.message, fault.facts, fault.stack, fault.cause]);
    expect(told).not.toMatch(/sk-test|sk-proj/);
    expect(told).not.toContain('\\n also');
    expect('detail' in fault.facts && fault.facts.detail?.length).toBeLessThan(310);
  });
});

const backendFor = (url: string) =>
  backendAt({ url } as Awaited<ReturnType<typeof startChatServer>>);

/** A server that says these bytes to everything. */
async function bare(type: string, body: string) {
  const server = createServer((request, response) => {
    if (type === 'hangs up') return request.socket.destroy();
    response.writeHead(200, { 'content-type': type });
    return response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
