import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '../../lib/core/agent/backend.ts';
import { type Message, textOf } from '../../lib/core/message/message.ts';
import type { Part } from '../../lib/core/message/part.ts';
import type { Fault } from '../../lib/core/shared/faults.ts';
import { startGeminiServer } from '../support/gemini-server/gemini-server.ts';
import { STAND_IN, signatureOf } from '../support/gemini-server/rules.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import {
  newAnswer,
  refusesWith,
  type ScriptedReply,
  vote,
} from '../support/maker-server/scripted-reply.ts';
import { wordsIn } from '../support/words-in.ts';
import { survivesBrokenStreams } from './_broken-streams.ts';
import { answerOf, question, thrown } from './_call.ts';
import { backendAt, playing } from './_gemini-backend.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a reply', () => {
  it('comes in pieces and then whole, with its end, its usage and its native form', async () => {
    await using server = await startGeminiServer({
      replies: [
        {
          thinking: 'Hm, let me see.',
          text: 'It is 42, I think.',
          usage: {
            promptTokenCount: 100,
            cachedContentTokenCount: 64,
            candidatesTokenCount: 7,
            thoughtsTokenCount: 5,
            toolUsePromptTokenCount: 3,
            totalTokenCount: 115,
          },
        },
      ],
    });
    const { deltas, message, losses } = await answerOf(backendAt(server));
    expect(wordsIn(deltas, 'text')).toBe('It is 42, I think.');
    expect(wordsIn(deltas, 'thinking')).toBe('Hm, let me see.');
    expect(deltas.length).toBeGreaterThan(4);
    expect(message).toEqual({
      id: 'message_1',
      role: 'assistant',
      parts: [
        { type: 'thinking', text: 'Hm, let me see.' },
        { type: 'text', text: 'It is 42, I think.' },
      ],
      stop: { reason: 'end', raw: 'STOP' },
      usage: { inputTokens: 103, outputTokens: 12, cachedTokens: 64, reasoningTokens: 5 },
      native: {
        dialect: 'gemini',
        account: expect.stringMatching(/^[\w-]{16}$/),
        value: {
          role: 'model',
          parts: [
            { text: 'Hm, let me see.', thought: true },
            { text: 'It is 42, I think.' },
            { text: '', thoughtSignature: signatureOf(argon) },
          ],
        },
      },
    });
    expect(losses).toEqual([]);
  });

  it('holds every call of it, each of which comes whole', async () => {
    const both = {
      calls: [...(newAnswer('It is 42.').calls ?? []), ...(vote('agent1').calls ?? [])],
    };
    await using server = await startGeminiServer({ replies: [both] });
    const { message, deltas } = await answerOf(backendAt(server));
    expect(message.parts).toMatchObject([
      { type: 'tool_call', id: 'call0', name: 'new_answer', arguments: { content: 'It is 42.' } },
      { type: 'tool_call', id: 'call1', name: 'vote', arguments: { agent_id: 'agent1' } },
    ]);
    expect(deltas).toEqual([
      {
        type: 'tool_call',
        index: 0,
        id: 'call0',
        name: 'new_answer',
        argumentsText: '{"content":"It is 42."}',
      },
      {
        type: 'tool_call',
        index: 1,
        id: 'call1',
        name: 'vote',
        argumentsText: '{"agent_id":"agent1","reason":"It is right."}',
      },
    ]);
    expect(message.stop).toEqual({ reason: 'tool', raw: 'STOP' });
  });

  it('that ran into its limit is given back, and says so', async () => {
    const { server, backend } = await playing([{ text: 'It is', finish: 'MAX_TOKENS' }]);
    expect((await answerOf(backend)).message.stop).toEqual({
      reason: 'length',
      raw: 'MAX_TOKENS',
    });
    await server.close();
  });

  it('that its maker paused goes on until it is whole, and is paid for each time', async () => {
    const usage = { promptTokenCount: 10, candidatesTokenCount: 3 };
    const paused = {
      text: 'It is ',
      finish: 'CONTINUATION',
      candidate: { continuationToken: 'dG9rZW4=' },
      usage,
    };
    const { server, backend } = await playing([paused, { text: '42.', usage }]);
    const { message } = await answerOf(backend);
    expect(textOf(message)).toBe('It is 42.');
    expect(message.stop).toEqual({ reason: 'end', raw: 'STOP' });
    expect(message.usage).toEqual({ inputTokens: 20, outputTokens: 6 });
    const [first, second, third] = server.requests.map(({ body }) => body);
    expect(second).toEqual({ ...first, continuationToken: 'dG9rZW4=' });
    expect(third).toBeUndefined();
    await server.close();
  });

  it('that was to go on and did not is cut off', async () => {
    const paused = {
      text: 'It is ',
      finish: 'CONTINUATION',
      candidate: { continuationToken: 'dG9rZW4=' },
    };
    expect(await faultOf([paused, { finish: null }])).toMatchObject({ code: 'backend.cut' });
    expect(await faultOf([paused, { text: '4', finish: null }])).toMatchObject({
      code: 'backend.cut',
    });
  });
});

const argon = { model: 'gemini-4-argon', key: TEST_KEY };

/** What a model said, in a conversation that goes on: with the results of its calls. */
function saidBy(message: Message, model: string): readonly Message[] {
  const calls = message.parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []));
  return [
    { ...message, author: { agent: 'a', backend: 'gemini', model } },
    ...calls.map(
      (call): Message => ({
        id: `r${call}`,
        role: 'tool',
        parts: [
          { type: 'tool_result', call, content: [{ type: 'text', text: 'Wait.' }], error: true },
        ],
      }),
    ),
  ];
}

const goOn = (backend: Backend, before: readonly Message[]) =>
  answerOf(backend, { messages: [question, ...before], sequence: 1 });

/** A call that has lost its signature. */
const unsigned = {
  role: 'model',
  parts: [
    {
      functionCall: { id: 'call0', name: 'new_answer', args: { content: 'It is 42.' } },
      thoughtSignature: STAND_IN,
    },
  ],
};

describe('a conversation', () => {
  it('goes on with the turn as it came, signature included, and the results in the next', async () => {
    const { server, backend } = await playing([
      { thinking: 'Hm.', ...newAnswer('It is 42.') },
      vote('agent1'),
    ]);
    const { message } = await answerOf(backend);
    const { losses } = await goOn(backend, saidBy(message, 'gemini-4-argon'));
    expect(losses).toEqual([]);
    expect(server.requests[1]?.body.contents).toEqual([
      { role: 'user', parts: [{ text: 'What is the answer?' }] },
      message.native?.value,
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'call0', name: 'new_answer', response: { error: 'Wait.' } } },
        ],
      },
    ]);
    expect(JSON.stringify(server.requests[1]?.body)).toContain(signatureOf(argon));
    await server.close();
  });

  it('answers calls without ids without ids', async () => {
    const { server, backend } = await playing(
      [
        { calls: [...(vote('agent1').calls ?? []), ...(vote('agent2').calls ?? [])] },
        vote('agent1'),
      ],
      { model: 'gemini-2.5-flash' },
    );
    const { message } = await answerOf(backend);
    expect(message.parts.map((part) => part.type === 'tool_call' && part.id)).toEqual([
      'message_1_0',
      'message_1_1',
    ]);
    await goOn(backend, saidBy(message, 'gemini-2.5-flash'));
    expect(server.requests[1]?.body.contents[2].parts).toEqual([
      { functionResponse: { name: 'vote', response: { error: 'Wait.' } } },
      { functionResponse: { name: 'vote', response: { error: 'Wait.' } } },
    ]);
    expect(server.requests[1]?.refused).toBeUndefined();
    await server.close();
  });

  it('leaves out the thoughts and signatures of another model', async () => {
    const { server, backend } = await playing([
      { thinking: 'Hm.', ...newAnswer('It is 42.') },
      vote('agent1'),
    ]);
    const { message } = await answerOf(backend);
    const other = backendAt(server, { model: 'gemini-3.8-flash' });
    const { losses } = await goOn(other, saidBy(message, 'gemini-4-argon'));
    expect(losses).toMatchObject([{ kind: 'thinking', at: 'messages[1].parts[0]' }]);
    expect(server.requests[1]?.body.contents[1]).toEqual(unsigned);
    await server.close();
  });

  it('leaves out the thoughts and signatures of another account', async () => {
    const { server, backend } = await playing([{ thinking: 'Hm.', ...newAnswer('It is 42.') }]);
    const { message } = await answerOf(backend);
    await server.close();
    await using next = await startGeminiServer({ replies: [vote('agent1')], key: 'another-key' });
    const other = backendAt(next, { key: 'another-key' });
    const { losses } = await goOn(other, saidBy(message, 'gemini-4-argon'));
    expect(losses).toMatchObject([{ kind: 'thinking', at: 'messages[1].parts[0]' }]);
    expect(next.requests[0]?.body.contents[1]).toEqual(unsigned);
  });

  it('of another maker is taken up', async () => {
    const { server, backend } = await playing([vote('agent1')]);
    const parts: Part[] = [
      { type: 'thinking', text: 'Hm.', signature: 'of another' },
      { type: 'tool_call', id: 'toolu_1', name: 'mcp.server/tool', arguments: { a: 1 } },
    ];
    const author = { agent: 'b', backend: 'claude', model: 'claude-opus-5-5' };
    await goOn(backend, [{ id: 'm', role: 'assistant', author, parts }]);
    expect(server.requests[0]?.refused).toBeUndefined();
    await server.close();
  });
});

describe('a request', () => {
  const bodyOf = async (options: Record<string, never> | object, model = 'gemini-4-argon') => {
    const { server, backend } = await playing([{ text: 'Hello.' }], {
      model,
      options: options as Record<string, never>,
    });
    const { losses } = await answerOf(backend);
    await server.close();
    return { body: server.requests[0]?.body, losses };
  };

  it('carries the options of the configuration, in the names of the API', async () => {
    const { body, losses } = await bodyOf(
      {
        temperature: 0.2,
        top_p: 0.9,
        top_k: 3,
        max_tokens: 500,
        reasoning: { effort: 'high', summary: 'auto' },
        stop: 'END',
        seed: 7,
        presence_penalty: 0.5,
        safety_settings: [],
        cwd: 'workspace',
        base_url: 'http://127.0.0.1:9',
        stream: false,
        response_format: { type: 'json_schema', json_schema: { schema: { type: 'object' } } },
      },
      'gemini-3.8-flash',
    );
    expect(body.generationConfig).toEqual({
      temperature: 0.2,
      topP: 0.9,
      topK: 3,
      maxOutputTokens: 500,
      thinkingConfig: { thinkingLevel: 'HIGH', includeThoughts: true },
      stopSequences: ['END'],
      seed: 7,
      presencePenalty: 0.5,
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object' },
    });
    expect(body.safetySettings).toEqual([]);
    expect(losses).toEqual([]);
  });

  it('leaves out what the model does not heed, as a loss, and leaves room for thoughts', async () => {
    const { body, losses } = await bodyOf({
      temperature: 0.2,
      top_p: 0.9,
      text: { verbosity: 'low' },
      parallel_tool_calls: false,
    });
    expect(body.generationConfig).toEqual({ maxOutputTokens: 65_536 });
    expect(losses.map(({ at }) => at)).toEqual([
      'options.temperature',
      'options.top_p',
      'options.text',
      'options.parallel_tool_calls',
    ]);
  });

  it.each<[string, object, object | undefined, string[]]>([
    ['gemini-4-argon', { reasoning: { effort: 'low' } }, { thinkingLevel: 'LOW' }, []],
    [
      'gemini-4-argon',
      { reasoning: { effort: 'minimal' } },
      { thinkingLevel: 'LOW' },
      ['options.reasoning.effort'],
    ],
    [
      'gemini-4-argon',
      { reasoning_effort: 'max' },
      { thinkingLevel: 'HIGH' },
      ['options.reasoning.effort'],
    ],
    ['gemini-4-hydrogen', { reasoning: { effort: 'xhigh' } }, { thinkingLevel: 'XHIGH' }, []],
    ['gemini-4-argon', { thinking_budget: 5000 }, { thinkingLevel: 'MEDIUM' }, []],
    ['gemini-2.5-flash', { thinking_budget: 5000 }, { thinkingBudget: 5000 }, []],
    ['gemini-2.5-flash', { thinking_budget: -1 }, { thinkingBudget: -1 }, []],
    [
      'gemini-2.5-flash',
      { reasoning: { effort: 'none', summary: 'auto' } },
      { thinkingBudget: 0 },
      [],
    ],
    ['gemini-2.5-flash', { reasoning: { effort: 'medium' } }, { thinkingBudget: 8192 }, []],
    [
      'gemini-2.5-pro',
      { thinking_budget: 0 },
      { thinkingBudget: 128 },
      ['options.thinking_budget'],
    ],
  ])('has %s think as %j says', async (model, options, thinkingConfig, lost) => {
    const { body, losses } = await bodyOf(options, model);
    expect(body.generationConfig.thinkingConfig).toEqual(thinkingConfig);
    expect(losses.map(({ at }) => at)).toEqual(lost);
  });

  it('narrows which functions may be called, and never forces one', async () => {
    await using server = await startGeminiServer();
    const backend = backendAt(server);
    for (const allowedTools of [['new_answer', 'vote'], ['vote'], []])
      await answerOf(backend, { allowedTools });
    const configs = server.requests.map(({ body }) => body.toolConfig.functionCallingConfig);
    expect(configs).toEqual([
      { mode: 'AUTO' },
      { mode: 'VALIDATED', allowedFunctionNames: ['vote'] },
      { mode: 'NONE' },
    ]);
    const tools = server.requests.map(({ body }) => JSON.stringify(body.tools));
    expect(new Set(tools).size).toBe(1);
  });

  it('carries the key, and takes nothing from the environment', async () => {
    vi.stubEnv('GOOGLE_API_KEY', 'not-for-you');
    vi.stubEnv('GEMINI_API_KEY', 'nor-you');
    vi.stubEnv('GOOGLE_GEMINI_BASE_URL', 'http://127.0.0.1:9/nowhere');
    vi.stubEnv('GOOGLE_GENAI_API_VERSION', 'v0');
    vi.stubEnv('GOOGLE_GENAI_USE_VERTEXAI', 'true');
    vi.stubEnv('GOOGLE_CLOUD_PROJECT', 'secret-project');
    const warn = vi.spyOn(console, 'warn');
    await using server = await startGeminiServer();
    await answerOf(backendAt(server));
    const [request] = server.requests;
    expect(request?.path).toBe('/v1/models/gemini-4-argon:streamGenerateContent?alt=sse');
    expect(request?.headers['x-goog-api-key']).toBe(TEST_KEY);
    expect(JSON.stringify(request?.headers)).not.toMatch(/not-for-you|nor-you|secret/);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('goes to the version of the API in which an address ends', async () => {
    await using server = await startGeminiServer();
    await answerOf(backendAt(server, { baseUrl: `${server.url}/v1beta/` }));
    expect(server.requests[0]?.path).toContain('/v1beta/models/');
  });
});

describe("the maker's own tools", () => {
  const searching: ScriptedReply = {
    ownItems: [
      { toolCall: { id: 's1', toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['what'] } } },
      { toolResponse: { id: 's1', toolType: 'GOOGLE_SEARCH_WEB', response: {} } },
    ],
    text: 'It is 42.',
    citations: [
      { url: 'https://example.com/a', title: 'A' },
      { url: 'https://example.com/a', title: 'A' },
    ],
  };
  const options = { enable_web_search: true, enable_code_interpreter: true };

  it('stand beside functions from Gemini 3 on', async () => {
    const { server, backend } = await playing([searching], { options });
    expect(backend.builtInTools).toBe('beside');
    await answerOf(backend);
    await answerOf(backend, { allowedTools: ['vote'] });
    await answerOf(backend, { allowedTools: [] });
    await answerOf(backend, { tools: [], allowedTools: [] });
    const sent = server.requests.map(({ body, refused }) => ({
      own: (body.tools ?? []).filter((tool: object) => !('functionDeclarations' in tool)),
      config: body.toolConfig,
      refused,
    }));
    const own = [{ googleSearch: {} }, { codeExecution: {} }];
    const flag = { includeServerSideToolInvocations: true };
    expect(sent).toEqual([
      { own, config: { ...flag, functionCallingConfig: { mode: 'VALIDATED' } } },
      {
        own,
        config: {
          ...flag,
          functionCallingConfig: { mode: 'VALIDATED', allowedFunctionNames: ['vote'] },
        },
      },
      { own: [], config: { functionCallingConfig: { mode: 'NONE' } } },
      { own, config: flag },
    ]);
    await server.close();
  });

  it('stand apart from functions before', async () => {
    const { server, backend } = await playing([{ text: 'Hello.' }], {
      options,
      model: 'gemini-2.5-flash',
    });
    expect(backend.builtInTools).toBe('apart');
    await answerOf(backend);
    await answerOf(backend, { tools: [], allowedTools: [] });
    expect(server.requests.map(({ body }) => body.tools)).toEqual([
      [{ functionDeclarations: expect.any(Array) }],
      [{ googleSearch: {} }, { codeExecution: {} }],
    ]);
    await server.close();
  });

  it('are not there unless they are switched on', async () => {
    const { server, backend } = await playing([{ text: 'Hello.' }], {
      options: { enable_web_search: false },
    });
    expect(backend.builtInTools).toBeUndefined();
    await server.close();
  });

  it('leave what they did in the reply, in its place, with the sources of the text', async () => {
    const { server, backend } = await playing([searching, vote('agent1')], { options });
    const { message } = await answerOf(backend);
    expect(message.parts).toEqual([
      ...(searching.ownItems ?? []).map((value) => ({ type: 'opaque', maker: 'gemini', value })),
      {
        type: 'text',
        text: 'It is 42.',
        citations: [{ url: 'https://example.com/a', title: 'A' }],
      },
    ]);
    await goOn(backend, saidBy(message, 'gemini-4-argon'));
    expect(server.requests[1]?.body.contents[1]).toEqual(message.native?.value);
    await server.close();
  });
});

async function faultOf(replies: readonly ScriptedReply[]): Promise<Fault> {
  await using server = await startGeminiServer({ replies });
  return await thrown(answerOf(backendAt(server)));
}

describe('a fault', () => {
  const says = (code: number, status: string, message: string, details: unknown[] = []) =>
    refusesWith(code, { error: { code, message, status, details } });
  const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '17.5s' };
  const quota = (quotaId: string) => ({
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: [{ quotaMetric: 'requests', quotaId }],
  });
  const OVER_QUOTA = 'You exceeded your current quota, please check your plan and billing details.';

  it.each<[string, ScriptedReply, string]>([
    [
      'a wrong key',
      says(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
        { reason: 'API_KEY_INVALID' },
      ]),
      'backend.unauthorised',
    ],
    ['a key without rights', says(403, 'PERMISSION_DENIED', 'No.'), 'backend.unauthorised'],
    [
      'a model that is not there',
      says(404, 'NOT_FOUND', 'models/x is not found'),
      'backend.notFound',
    ],
    [
      'too many requests',
      says(429, 'RESOURCE_EXHAUSTED', OVER_QUOTA, [quota('PerMinute'), retryInfo]),
      'backend.rateLimited',
    ],
    [
      "a day's quota",
      says(429, 'RESOURCE_EXHAUSTED', OVER_QUOTA, [
        quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier'),
        retryInfo,
      ]),
      'backend.exhausted',
    ],
    [
      'an empty account',
      says(429, 'RESOURCE_EXHAUSTED', 'Your prepayment credits are depleted.'),
      'backend.exhausted',
    ],
    [
      'too long a conversation',
      says(
        400,
        'INVALID_ARGUMENT',
        'The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).',
      ),
      'backend.overflow',
    ],
    ['a request that it does not take', says(400, 'INVALID_ARGUMENT', 'Bad.'), 'backend.rejected'],
    ['an overload', says(503, 'UNAVAILABLE', 'The model is overloaded.'), 'backend.overloaded'],
    ['a breakdown', says(500, 'INTERNAL', 'Oops.'), 'backend.unavailable'],
    ['a time that is up', says(504, 'DEADLINE_EXCEEDED', 'Late.'), 'backend.unavailable'],
    ['a page', refusesWith(502, '<html><title>Bad gateway</title></html>'), 'backend.unavailable'],
    ['a page with 200', refusesWith(200, '<html>Welcome</html>'), 'backend.malformed'],
    ['a blocked prompt', { blocked: 'SAFETY' }, 'backend.refused'],
    ['a filtered reply', { text: 'It', finish: 'SAFETY' }, 'backend.refused'],
    ['calls that the model wrote wrongly', { finish: 'MALFORMED_FUNCTION_CALL' }, 'backend.empty'],
  ])('is what %s means', async (_, reply, code) => {
    expect(await faultOf([reply])).toMatchObject({ code });
  });

  it('says how long to wait, where the body does', async () => {
    const reply = says(429, 'RESOURCE_EXHAUSTED', OVER_QUOTA, [quota('PerMinute'), retryInfo]);
    expect((await faultOf([reply])).facts).toMatchObject({ retryAfterSeconds: 17.5 });
  });

  it('says how long to wait, where a header does', async () => {
    const reply = refusesWith(429, { error: { code: 429 } }, { 'retry-after': '9' });
    expect((await faultOf([reply])).facts).toMatchObject({ retryAfterSeconds: 9 });
  });

  it.each<[string, ScriptedReply, string]>([
    ['cut before anything came', { breaks: 'closes' }, 'backend.empty'],
    [
      'ended by an overload',
      { text: 'It is', error: { code: 503, status: 'UNAVAILABLE', message: 'Overloaded.' } },
      'backend.overloaded',
    ],
    [
      'ended by a limit',
      { text: 'It is', error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Slow down.' } },
      'backend.rateLimited',
    ],
  ])('is what a stream means that is %s', async (_, reply, code) => {
    expect(await faultOf([reply])).toMatchObject({ code });
  });

  it('never holds the key', async () => {
    const reply = says(400, 'INVALID_ARGUMENT', `The key ${TEST_KEY} is strange.`);
    expect(JSON.stringify((await faultOf([reply])).facts)).not.toContain(TEST_KEY);
  });
});

survivesBrokenStreams('Gemini', { start: startGeminiServer, at: backendAt });
