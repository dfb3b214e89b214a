import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '../../lib/core/agent/backend.ts';
import { type Message, textOf } from '../../lib/core/message/message.ts';
import type { Fault } from '../../lib/core/shared/faults.ts';
import type { MakerServer, Seen } from '../support/maker-server/maker-server.ts';
import {
  newAnswer,
  refusesWith,
  type ScriptedReply,
  vote,
} from '../support/maker-server/scripted-reply.ts';
import { startResponsesServer } from '../support/responses-server/responses-server.ts';
import { toResponse } from '../support/responses-server/to-events.ts';
import { wordsIn } from '../support/words-in.ts';
import { survivesBrokenStreams } from './_broken-streams.ts';
import { answerOf, question, thrown } from './_call.ts';
import { grokAt, openaiAt } from './_responses-backend.ts';

afterEach(() => vi.unstubAllEnvs());

const says = (role: Message['role'], content: string): Message => ({
  id: 'm',
  role,
  parts: [{ type: 'text', text: content }],
});

/** A reply as the agent's own, with the results of its calls. */
function said(message: Message, backend: Backend): readonly Message[] {
  const author = { agent: 'self', backend: backend.type, model: backend.model };
  const results = message.parts.flatMap((part): Message[] =>
    part.type === 'tool_call'
      ? [
          {
            id: 'r',
            role: 'tool',
            parts: [
              {
                type: 'tool_result',
                call: part.id,
                content: [{ type: 'text', text: 'Not yet.' }],
                error: true,
              },
            ],
          },
        ]
      : [],
  );
  return [{ ...message, author }, ...results];
}

const typesIn = ({ body }: Seen): readonly string[] =>
  body.input.map((item: Record<string, string>) => item['type'] ?? item['role']);

const requestOf = (server: MakerServer, place = -1) => {
  const seen = server.requests.at(place);
  if (!seen) return expect.fail('nothing was asked');
  return seen;
};

describe('a reply', () => {
  it('comes in pieces and then whole, with its end, its usage and its native form', async () => {
    const reply: ScriptedReply = {
      thinking: 'Hm, let me see.',
      text: 'It is 42, I think.',
      phase: 'final_answer',
      usage: {
        input_tokens: 100,
        input_tokens_details: { cached_tokens: 64, cache_write_tokens: 20 },
        output_tokens: 30,
        output_tokens_details: { reasoning_tokens: 9 },
      },
    };
    await using server = await startResponsesServer({ replies: [reply] });
    const { deltas, message, losses } = await answerOf(openaiAt(server));
    expect(wordsIn(deltas, 'text')).toBe('It is 42, I think.');
    expect(wordsIn(deltas, 'thinking')).toBe('Hm, let me see.');
    expect(deltas.length).toBeGreaterThan(4);
    expect(message).toMatchObject({
      id: 'message_1',
      role: 'assistant',
      parts: [
        {
          type: 'thinking',
          text: 'Hm, let me see.',
          signature: expect.stringMatching(/^gAAAAA(?!unfinished)/),
        },
        { type: 'text', text: 'It is 42, I think.' },
      ],
      stop: { reason: 'end', raw: 'completed' },
      usage: {
        inputTokens: 100,
        outputTokens: 30,
        cachedTokens: 64,
        cacheWriteTokens: 20,
        reasoningTokens: 9,
      },
      native: {
        dialect: 'openai-responses',
        value: [{ type: 'reasoning' }, { type: 'message', phase: 'final_answer' }],
        account: expect.stringMatching(/^[\w-]{16}$/),
        prefix: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
    expect(JSON.stringify(message.native?.value)).not.toContain('"id"');
    expect(losses).toEqual([]);
  });

  it('holds every call of it, each with its own pieces', async () => {
    const both = {
      calls: [...(newAnswer('It is 42.').calls ?? []), ...(vote('agent1').calls ?? [])],
    };
    await using server = await startResponsesServer({ replies: [both] });
    const { message, deltas } = await answerOf(openaiAt(server));
    expect(message.parts).toMatchObject([
      { type: 'tool_call', name: 'new_answer', arguments: { content: 'It is 42.' } },
      { type: 'tool_call', name: 'vote', arguments: { agent_id: 'agent1' } },
    ]);
    expect(message.stop).toEqual({ reason: 'tool', raw: 'completed' });
    const second = deltas.map((delta) =>
      delta.type === 'tool_call' && delta.index === 1 ? (delta.argumentsText ?? '') : '',
    );
    expect(JSON.parse(second.join(''))).toMatchObject({ agent_id: 'agent1' });
  });

  it('is taken from a server that does not stream', async () => {
    const body = toResponse(newAnswer('It is 42.'), { model: 'm', sealed: 'x' });
    await using server = await startResponsesServer({
      replies: [{ plain: { status: 200, body } }],
    });
    const { message, deltas } = await answerOf(openaiAt(server));
    expect(message.parts).toMatchObject([
      { name: 'new_answer', arguments: { content: 'It is 42.' } },
    ]);
    expect(deltas.length).toBeGreaterThan(0);
  });

  it('that ran into its limit is given back, and says so', async () => {
    await using server = await startResponsesServer({
      replies: [{ text: 'It is', finish: 'max_output_tokens' }],
    });
    const { message } = await answerOf(openaiAt(server));
    expect(message.stop).toEqual({ reason: 'length', raw: 'max_output_tokens' });
  });
});

describe('reasoning', () => {
  const turns: readonly ScriptedReply[] = [
    { thinking: 'First, an answer.', ...newAnswer('It is 42.') },
    { thinking: 'Now a vote.', ...vote('agent1') },
    { text: 'Done.' },
  ];

  it('goes back with its calls, turn after turn, as long as nothing before it changes', async () => {
    await using server = await startResponsesServer({ replies: turns });
    const backend = openaiAt(server);
    const messages = [says('system', 'Be brief.'), question];
    for (let turn = 0; turn < 3; turn += 1) {
      const { message, losses } = await answerOf(backend, { messages });
      expect(losses.filter(({ kind }) => kind === 'thinking')).toEqual([]);
      messages.push(...said(message, backend));
    }
    expect(requestOf(server).refused).toBeUndefined();
    expect(typesIn(requestOf(server))).toEqual([
      'developer',
      'user',
      'reasoning',
      'function_call',
      'function_call_output',
      'reasoning',
      'function_call',
      'function_call_output',
    ]);
    const [first, second] = server.requests.map(({ body }) => body.input);
    expect(second.slice(0, first.length)).toEqual(first);
  });

  it.each([
    ['another model', { model: 'gpt-6-luna' }, {}],
    ['another account', {}, { account: 'of-someone-else' }],
    ['another backend', { type: 'chatcompletion' }, {}],
  ] as const)('is left out for %s, and the calls stay', async (_, reader, native) => {
    await using server = await startResponsesServer({ replies: turns });
    const author = openaiAt(server);
    const { message } = await answerOf(author);
    const own = message.native && { ...message, native: { ...message.native, ...native } };
    const { losses } = await answerOf(openaiAt(server, reader), {
      messages: [question, ...said(own ?? message, author)],
    });
    expect(losses.filter(({ kind }) => kind === 'thinking')).toEqual([
      { kind: 'thinking', at: 'messages[1].parts[0]', instead: 'left out' },
    ]);
    expect(typesIn(requestOf(server))).toEqual(['user', 'function_call', 'function_call_output']);
  });

  it('is left out from where the conversation was changed on', async () => {
    await using server = await startResponsesServer({ replies: turns });
    const backend = openaiAt(server);
    const first = (await answerOf(backend)).message;
    const messages = [question, ...said(first, backend)];
    const second = (await answerOf(backend, { messages })).message;
    const reworded = [says('user', 'Reworded.'), ...messages.slice(1), ...said(second, backend)];
    const { losses } = await answerOf(backend, { messages: reworded });
    expect(losses.filter(({ kind }) => kind === 'thinking').map(({ at }) => at)).toEqual([
      'messages[1].parts[0]',
      'messages[3].parts[0]',
    ]);
    expect(typesIn(requestOf(server))).not.toContain('reasoning');
  });

  it('that a server cannot read is left out, and the request is made once more', async () => {
    const refusal = refusesWith(400, {
      error: {
        message: 'The encrypted content gAAA could not be verified.',
        type: 'invalid_request_error',
        code: 'invalid_encrypted_content',
      },
    });
    const [first = {}, second = {}] = turns;
    await using server = await startResponsesServer({ replies: [first, refusal, second] });
    const backend = openaiAt(server);
    const before = (await answerOf(backend)).message;
    const { losses, message } = await answerOf(backend, {
      messages: [question, ...said(before, backend)],
    });
    expect(message.parts).toMatchObject([{ type: 'thinking' }, { name: 'vote' }]);
    expect(losses).toContainEqual({
      kind: 'thinking',
      at: 'messages[1].parts[0]',
      instead: 'left out',
    });
    expect(server.requests.map((seen) => typesIn(seen).includes('reasoning'))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('that a server removed by itself is no trouble', async () => {
    const [first = {}] = turns;
    await using server = await startResponsesServer({
      replies: [first, { text: 'Done.' }],
      foreignReasoning: 'removed',
    });
    const backend = openaiAt(server);
    const before = (await answerOf(backend)).message;
    const messages = [question, ...said(before, backend)];
    expect(textOf((await answerOf(backend, { messages })).message)).toBe('Done.');
  });

  it('does not go back alone, where the reply came to nothing else', async () => {
    await using server = await startResponsesServer({
      replies: [{ thinking: 'Hm', finish: 'max_output_tokens' }, { text: 'Done.' }],
    });
    const backend = openaiAt(server);
    const { message } = await answerOf(backend);
    const { losses } = await answerOf(backend, {
      messages: [question, ...said(message, backend), says('user', 'So?')],
    });
    expect(typesIn(requestOf(server))).toEqual(['user', 'user']);
    expect(losses).toMatchObject([{ kind: 'thinking', at: 'messages[1].parts[0]' }]);
  });
});

describe("the maker's own tools", () => {
  const searched: ScriptedReply = {
    thinking: 'I shall look it up.',
    ownItems: [
      {
        id: 'ws_1',
        type: 'web_search_call',
        status: 'completed',
        action: { type: 'search', query: 'the answer' },
      },
      {
        id: 'ci_1',
        type: 'code_interpreter_call',
        status: 'completed',
        container_id: 'cntr_1',
        code: '6 * 7',
        outputs: null,
      },
    ],
    text: 'It is 42.',
    citations: [{ url: 'https://example.com/42', title: 'Forty-two' }],
    calls: newAnswer('It is 42.').calls ?? [],
  };
  const options = { enable_web_search: true, enable_code_interpreter: true };

  it('stand beside ours, and what they did goes back to their maker in its place', async () => {
    await using server = await startResponsesServer({ replies: [searched, vote('agent1')] });
    const backend = openaiAt(server, { options });
    expect(backend.builtInTools).toBe('beside');
    const { message } = await answerOf(backend);
    expect(message.parts).toMatchObject([
      { type: 'thinking' },
      { type: 'opaque', maker: 'openai-responses', value: { type: 'web_search_call' } },
      { type: 'opaque', maker: 'openai-responses', value: { type: 'code_interpreter_call' } },
      {
        type: 'text',
        text: 'It is 42.',
        citations: [{ url: 'https://example.com/42', title: 'Forty-two' }],
      },
      { type: 'tool_call', name: 'new_answer' },
    ]);
    await answerOf(backend, { messages: [question, ...said(message, backend)] });
    expect(requestOf(server).body.tools.slice(2)).toEqual([
      { type: 'web_search' },
      { type: 'code_interpreter', container: { type: 'auto' } },
    ]);
    expect(requestOf(server).body.include).toEqual([
      'reasoning.encrypted_content',
      'code_interpreter_call.outputs',
    ]);
    expect(typesIn(requestOf(server)).slice(1)).toEqual([
      'reasoning',
      'web_search_call',
      'code_interpreter_call',
      'message',
      'function_call',
      'function_call_output',
    ]);
  });

  it('may go on being used where only some of ours may', async () => {
    await using server = await startResponsesServer({ replies: [vote('agent1')] });
    await answerOf(openaiAt(server, { options }), { allowedTools: ['vote'] });
    expect(requestOf(server).body.tool_choice).toEqual({
      type: 'allowed_tools',
      mode: 'auto',
      tools: [
        { type: 'function', name: 'vote' },
        { type: 'web_search' },
        { type: 'code_interpreter' },
      ],
    });
    expect(requestOf(server).body.tools).toHaveLength(4);
  });

  it('are off unless asked for', async () => {
    await using server = await startResponsesServer();
    const backend = openaiAt(server, { options: { enable_web_search: false } });
    expect(backend.builtInTools).toBeUndefined();
    await answerOf(backend, { tools: [], allowedTools: [] });
    expect(requestOf(server).body).not.toHaveProperty('tools');
  });

  it("are Grok's on this door, and its items go back exactly as they arrived", async () => {
    await using server = await startResponsesServer({
      mode: 'grok',
      replies: [searched, vote('agent1')],
    });
    const backend = grokAt(server, { options: { ...options, temperature: 0.3, stop: ['x'] } });
    const messages = [says('system', 'Be brief.'), question];
    const { message } = await answerOf(backend, { messages, allowedTools: ['new_answer'] });
    const { losses } = await answerOf(backend, {
      messages: [...messages, ...said(message, backend)],
    });
    const { body, refused } = requestOf(server);
    expect(refused).toBeUndefined();
    expect(body.tools.slice(2)).toEqual([{ type: 'web_search' }, { type: 'code_interpreter' }]);
    expect(body.input[0]).toEqual({ role: 'system', content: 'Be brief.' });
    expect(body.input[2]).toMatchObject({ type: 'reasoning', id: 'rs_1' });
    expect(body.temperature).toBe(0.3);
    expect(losses.map(({ kind, at }) => `${kind} ${at}`)).toContain('option options.stop');
  });
});

describe('a request', () => {
  const fieldsFor = async (options: Record<string, never> | object, model = 'gpt-6-sol') => {
    await using server = await startResponsesServer();
    const backend = openaiAt(server, { options: options as Record<string, string>, model });
    const { losses } = await answerOf(backend);
    const { input, tools, prompt_cache_key, ...fields } = requestOf(server).body;
    return { fields, losses };
  };

  it('carries the options of the configuration, those of ours aside', async () => {
    const { fields, losses } = await fieldsFor({
      temperature: 0.2,
      top_p: 0.9,
      max_tokens: 500,
      reasoning: { effort: 'none', summary: 'auto' },
      text: { verbosity: 'low' },
      service_tier: 'flex',
      enable_image_generation: true,
      stream: false,
      store: true,
      cwd: 'workspace',
      system_message: 'Be brief.',
    });
    expect(fields).toEqual({
      model: 'gpt-6-sol',
      temperature: 0.2,
      top_p: 0.9,
      max_output_tokens: 500,
      reasoning: { effort: 'none', summary: 'auto' },
      text: { verbosity: 'low' },
      service_tier: 'flex',
      include: ['reasoning.encrypted_content'],
      store: false,
      stream: true,
    });
    expect(losses).toEqual([]);
  });

  it.each([
    ['gpt-6.1-sol', { temperature: 0.5, reasoning: { effort: 'none' } }, { effort: 'low' }],
    ['gpt-6-sol', { temperature: 0.5, top_p: 0.5, reasoning_effort: 'high' }, { effort: 'high' }],
    ['gpt-6-luna', { temperature: 0.5, reasoning: { effort: 'minimal' } }, { effort: 'low' }],
    ['gpt-5-nano', { top_p: 0.5, reasoning: { effort: 'xhigh' } }, { effort: 'high' }],
    ['gpt-4.1', { reasoning: { effort: 'low' }, verbosity: 'low', seed: 7 }, undefined],
  ])('to %s leaves out what it refuses, and says so', async (model, options, reasoning) => {
    const { fields, losses } = await fieldsFor(options, model);
    expect(fields).not.toHaveProperty('temperature');
    expect(fields).not.toHaveProperty('top_p');
    expect(fields.reasoning).toEqual(reasoning);
    expect(losses.length).toBeGreaterThan(0);
    for (const { kind, at } of losses) {
      expect(kind).toBe('option');
      expect(at).toMatch(/^options\./);
    }
  });

  it('has a limit that is not refused for being too small', async () => {
    expect((await fieldsFor({ max_tokens: 1 })).fields.max_output_tokens).toBe(16);
  });

  it('leaves out what is not for the maker, and what the coordination decides', async () => {
    const { fields } = await fieldsFor({ enable_image_generation: true, store: true });
    expect(fields.store).toBe(false);
    expect(Object.keys(fields)).not.toContain('enable_image_generation');
  });

  it('goes to the same cache as the others of its conversation, and no other', async () => {
    await using server = await startResponsesServer();
    const backend = openaiAt(server);
    const system = says('system', 'Be brief.');
    await answerOf(backend, { messages: [system, question] });
    await answerOf(backend, { messages: [system, question, says('user', 'And now?')] });
    await answerOf(backend, { messages: [says('system', 'Be long.'), question] });
    const [first, second, third] = server.requests.map(({ body }) => body.prompt_cache_key);
    expect(first).toMatch(/^massgen-[\w-]{32}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('asks for text without touching the tools', async () => {
    await using server = await startResponsesServer();
    await answerOf(openaiAt(server), { allowedTools: [] });
    expect(requestOf(server).body.tool_choice).toBe('none');
    expect(requestOf(server).body.tools).toHaveLength(2);
    expect(requestOf(server).body.tools[0]).toMatchObject({ type: 'function', strict: false });
  });

  it('takes nothing from the environment', async () => {
    vi.stubEnv('OPENAI_ORG_ID', 'org-secret');
    vi.stubEnv('OPENAI_PROJECT_ID', 'proj-secret');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/nowhere');
    vi.stubEnv('OPENAI_API_KEY', 'sk-not-for-you');
    await using server = await startResponsesServer();
    await answerOf(openaiAt(server));
    const headers = JSON.stringify(requestOf(server).headers);
    expect(headers).toContain('Bearer sk-test');
    expect(headers).not.toMatch(/secret|sk-not-for-you/);
  });
});

async function faultOf(reply: ScriptedReply, more: { readonly key?: string } = {}): Promise<Fault> {
  await using server = await startResponsesServer({ replies: [reply] });
  return await thrown(answerOf(openaiAt(server, more)));
}

describe('a fault', () => {
  it.each<[string, ScriptedReply, string]>([
    [
      'an error in the midst of it',
      { text: 'It is', error: { code: 'server_error', message: 'Oops', param: null } },
      'backend.unavailable',
    ],
    [
      'too many requests in the midst of it',
      { error: { code: 'rate_limit_exceeded', message: 'Slow down', param: null } },
      'backend.rateLimited',
    ],
    [
      'a response that failed',
      { text: 'It', finish: 'failed', failure: { code: 'server_error', message: 'Oops' } },
      'backend.unavailable',
    ],
    [
      'a response that failed for its length',
      {
        finish: 'failed',
        failure: {
          code: 'context_length_exceeded',
          message: 'Your input exceeds the context window of this model.',
        },
      },
      'backend.overflow',
    ],
    [
      'a response that failed for the rate',
      { finish: 'failed', failure: { code: 'rate_limit_exceeded', message: 'Slow down' } },
      'backend.rateLimited',
    ],
    [
      'a response that failed for a policy',
      { finish: 'failed', failure: { code: 'bio_policy', message: 'Not this.' } },
      'backend.refused',
    ],
    [
      'a prompt that is refused',
      { finish: 'failed', failure: { code: 'invalid_prompt', message: 'Not this.' } },
      'backend.refused',
    ],
    [
      'an image that cannot be read',
      { finish: 'failed', failure: { code: 'image_parse_error', message: 'No image.' } },
      'backend.rejected',
    ],
    ['a refusal', { refusal: 'I will not.' }, 'backend.refused'],
    ['a filter', { text: 'It', finish: 'content_filter' }, 'backend.refused'],
    [
      'an overflow',
      refusesWith(400, { error: { message: 'Too long', code: 'context_length_exceeded' } }),
      'backend.overflow',
    ],
    [
      'an empty account',
      refusesWith(429, { error: { message: 'No credit', code: 'insufficient_quota' } }),
      'backend.exhausted',
    ],
    ['trouble of its own', refusesWith(500, { error: { message: 'Oops' } }), 'backend.unavailable'],
    ['too much to do', refusesWith(503, { error: { message: 'Busy' } }), 'backend.overloaded'],
    [
      'a model that is not there',
      refusesWith(404, { error: { message: 'No model', code: 'model_not_found' } }),
      'backend.notFound',
    ],
    ['a page', refusesWith(200, '<html><title>Hello</title></html>'), 'backend.malformed'],
  ])('of %s is told by its code', async (_, reply, code) => {
    expect((await faultOf(reply)).code).toBe(code);
  });

  it('of a wrong key shows neither key', async () => {
    const fault = await faultOf({}, { key: 'sk-test-wrong-key-000' });
    expect(fault.code).toBe('backend.unauthorised');
    expect(JSON.stringify(fault)).not.toContain('wrong-key');
  });

  it('of the rate says how long to wait', async () => {
    const body = { error: { message: 'Slow down', code: 'rate_limit_exceeded' } };
    const fault = await faultOf(refusesWith(429, body, { 'retry-after': '7' }));
    expect(fault).toMatchObject({
      code: 'backend.rateLimited',
      facts: { retryAfterSeconds: 7 },
    });
  });
});

survivesBrokenStreams('OpenAI', { start: startResponsesServer, at: openaiAt });
