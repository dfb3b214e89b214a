import { describe, expect, it } from 'vitest';
import { TEST_KEY } from '../maker-server/maker-server.ts';
import { startGeminiServer } from './gemini-server.ts';
import { STAND_IN, signatureOf } from './rules.ts';

const user = { role: 'user', parts: [{ text: 'Q' }] };
const call = (id: string, thoughtSignature?: string) => ({
  functionCall: { id, name: 'vote', args: {} },
  ...(thoughtSignature && { thoughtSignature }),
});
const calling = (...parts: unknown[]) => ({ role: 'model', parts });
const answering = (...ids: string[]) => ({
  role: 'user',
  parts: ids.map((id) => ({ functionResponse: { id, name: 'vote', response: { output: 'ok' } } })),
});
const tool = (name: string, more: object = { parametersJsonSchema: { type: 'object' } }) => ({
  name,
  description: '',
  ...more,
});
const functions = (...declarations: unknown[]) => ({ functionDeclarations: declarations });
const mode = (name: string, more: object = {}) => ({
  functionCallingConfig: { mode: name, ...more },
});

async function post(model: string, body: unknown, key = TEST_KEY) {
  await using server = await startGeminiServer();
  const response = await fetch(`${server.url}/v1/models/${model}:streamGenerateContent?alt=sse`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': key },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

describe('the server', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['a field that it does not know', '4-argon', { foo: 1 }],
    [
      'a field that it does not know in generationConfig',
      '4-argon',
      { generationConfig: { n: 1 } },
    ],
    ['no contents', '4-argon', { contents: [] }],
    ['a conversation that the model begins', '4-argon', { contents: [calling({ text: 'A' })] }],
    ['another role', '4-argon', { contents: [user, { ...user, role: 'system' }] }],
    ['a content without parts', '4-argon', { contents: [user, calling()] }],
    ['an empty text', '4-argon', { contents: [{ role: 'user', parts: [{ text: '' }] }] }],
    [
      'a part of two kinds',
      '4-argon',
      { contents: [{ role: 'user', parts: [{ text: 'x', inlineData: {} }] }] },
    ],
    [
      'a media type that it does not read',
      '4-argon',
      {
        contents: [
          { role: 'user', parts: [{ inlineData: { mimeType: 'image/gif', data: 'AAAA' } }] },
        ],
      },
    ],
    [
      'a call right after the model spoke',
      '4-argon',
      { contents: [user, calling({ text: 'A' }), calling(call('a', STAND_IN)), answering('a')] },
    ],
    [
      'a call without its result',
      '4-argon',
      { contents: [user, calling(call('a', STAND_IN)), user] },
    ],
    ['a result without its call', '4-argon', { contents: [user, answering('a')] }],
    [
      'fewer results than calls',
      '4-argon',
      { contents: [user, calling(call('a', STAND_IN), call('b')), answering('a')] },
    ],
    [
      'results in another order',
      '4-argon',
      { contents: [user, calling(call('a', STAND_IN), call('b')), answering('b', 'a')] },
    ],
    [
      'a call without a signature',
      '3.8-flash',
      { contents: [user, calling(call('a')), answering('a')] },
    ],
    [
      'a signature of another model',
      '4-argon',
      {
        contents: [
          user,
          calling(call('a', signatureOf({ model: 'gemini-3.8-flash', key: TEST_KEY }))),
          answering('a'),
        ],
      },
    ],
    [
      'media in a response to an older model',
      '2.5-flash',
      {
        contents: [
          user,
          calling(call('a')),
          {
            role: 'user',
            parts: [
              {
                functionResponse: {
                  id: 'a',
                  name: 'vote',
                  response: {},
                  parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }],
                },
              },
            ],
          },
        ],
      },
    ],
    ['two tools of one name', '4-argon', { tools: [functions(tool('vote'), tool('vote'))] }],
    ['an illegal name', '4-argon', { tools: [functions(tool('1st'))] }],
    [
      'both kinds of parameters',
      '4-argon',
      {
        tools: [
          functions(
            tool('vote', {
              parameters: { type: 'object' },
              parametersJsonSchema: { type: 'object' },
            }),
          ),
        ],
      },
    ],
    [
      'built-in tools beside functions on an older model',
      '2.5-flash',
      { tools: [functions(tool('vote')), { googleSearch: {} }] },
    ],
    [
      'built-in tools beside functions without the flag',
      '4-argon',
      { tools: [functions(tool('vote')), { googleSearch: {} }], toolConfig: mode('VALIDATED') },
    ],
    [
      'built-in tools beside functions in the mode AUTO',
      '4-argon',
      {
        tools: [functions(tool('vote')), { googleSearch: {} }],
        toolConfig: { ...mode('AUTO'), includeServerSideToolInvocations: true },
      },
    ],
    ['a mode without functions', '4-argon', { toolConfig: mode('NONE') }],
    [
      'allowed names in the mode AUTO',
      '4-argon',
      {
        tools: [functions(tool('vote'))],
        toolConfig: mode('AUTO', { allowedFunctionNames: ['vote'] }),
      },
    ],
    [
      'a budget for a model that has levels',
      '4-argon',
      { generationConfig: { thinkingConfig: { thinkingBudget: 1 } } },
    ],
    [
      'a level that the model has not',
      '4-argon',
      { generationConfig: { thinkingConfig: { thinkingLevel: 'XHIGH' } } },
    ],
    [
      'half a surrogate pair',
      '4-argon',
      { contents: [{ role: 'user', parts: [{ text: 'a\ud83d' }] }] },
    ],
  ])('refuses %s (gemini-%s)', async (_, model, body) => {
    const fit = { contents: [user] };
    expect((await post(`gemini-${model}`, fit)).status).toBe(200);
    expect((await post(`gemini-${model}`, { ...fit, ...body })).status).toBe(400);
  });

  it('refuses a wrong key, a model that it does not know and what is no JSON', async () => {
    const body = { contents: [user] };
    expect(await post('gemini-4-argon', body, 'wrong')).toMatchObject({
      status: 400,
      text: expect.stringContaining('API key not valid'),
    });
    expect(await post('gpt-6', body)).toMatchObject({ status: 404 });
    expect(await post('gemini-4-argon', '{')).toMatchObject({ status: 400 });
  });
});
