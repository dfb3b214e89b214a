import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Options } from '../../lib/backends/option-keys.ts';
import type { Message } from '../../lib/core/message/message.ts';
import type { Part } from '../../lib/core/message/part.ts';
import type { Fault } from '../../lib/core/shared/faults.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { refusesWith, type ScriptedReply, vote } from '../support/maker-server/scripted-reply.ts';
import { startMessagesServer } from '../support/messages-server/messages-server.ts';
import { toMessage } from '../support/messages-server/to-events.ts';
import { survivesBrokenStreams } from './_broken-streams.ts';
import { answerOf, question, thrown } from './_call.ts';
import { claudeAt } from './_claude-backend.ts';

afterEach(() => vi.unstubAllEnvs());

const search = [
  { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } },
  { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
];

/** A reply, as its agent's in the conversation. */
const byItself = (message: Message, model = 'claude-opus-5-5'): Message => ({
  ...message,
  author: { agent: 'a', backend: 'claude', model },
});

const answered = ({ parts }: Message): Message => ({
  id: 'r',
  role: 'tool',
  parts: parts.flatMap((part): Part[] =>
    part.type === 'tool_call'
      ? [{ type: 'tool_result', call: part.id, content: [], error: false }]
      : [],
  ),
});

async function faultOf(reply: ScriptedReply): Promise<Fault> {
  await using server = await startMessagesServer({ replies: [reply] });
  return await thrown(answerOf(claudeAt(server)));
}

describe('a reply', () => {
  it('comes in pieces and then whole, with its end, its usage and what its thoughts are bound to', async () => {
    const usage = { input_tokens: 5, cache_read_input_tokens: 7, output_tokens: 3 };
    await using server = await startMessagesServer({
      replies: [{ thinking: 'Hm, let me see.', text: 'It is 42, I think.', usage }],
    });
    const { deltas, message, losses } = await answerOf(claudeAt(server));
    const shown = deltas.map((delta) => (delta.type === 'tool_call' ? '' : delta.text)).join('');
    expect(shown).toBe('Hm, let me see.It is 42, I think.');
    expect(message).toMatchObject({
      role: 'assistant',
      parts: [{ type: 'thinking' }, { type: 'text', text: 'It is 42, I think.' }],
      stop: { reason: 'end', raw: 'end_turn' },
      usage: { inputTokens: 12, outputTokens: 3, cachedTokens: 7 },
      native: {
        dialect: 'anthropic-messages',
        account: expect.any(String),
        prefix: expect.any(String),
      },
    });
    expect(losses).toEqual([]);
  });

  it('is whole however its bytes come, and where a server does not stream', async () => {
    const reply: ScriptedReply = {
      text: 'Grüße, 👍🏽!',
      calls: [{ id: 'toolu_1', name: 'vote', arguments: { agent_id: 'é' } }],
    };
    const plain = refusesWith(200, toMessage(reply, 'claude-opus-5-5', ''));
    await using server = await startMessagesServer({
      replies: [reply, { ...reply, bytesAtOnce: 1 }, plain],
    });
    const backend = claudeAt(server);
    const [first, ...others] = [
      await answerOf(backend),
      await answerOf(backend),
      await answerOf(backend),
    ].map(({ message: { parts, stop } }) => ({ parts, stop }));
    expect(first?.parts.map(({ type }) => type)).toEqual(['text', 'tool_call']);
    for (const other of others) expect(other).toEqual(first);
  });

  it('goes on where its maker paused, and is one reply', async () => {
    const code = [
      { type: 'server_tool_use', id: 'srvtoolu_2', name: 'code_execution', input: {} },
      { type: 'code_execution_tool_result', tool_use_id: 'srvtoolu_2', content: {} },
    ];
    await using server = await startMessagesServer({
      replies: [
        { thinking: '', ownItems: [...search, ...code], finish: 'pause_turn' },
        { thinking: '', text: 'Found.' },
        { text: 'Yes.' },
      ],
    });
    const backend = claudeAt(server, { options: { enable_web_search: true } });
    const { message } = await answerOf(backend);
    expect(message.parts.map(({ type }) => type)).toEqual([
      'thinking',
      'opaque',
      'opaque',
      'opaque',
      'opaque',
      'thinking',
      'text',
    ]);
    expect(server.requests[1]?.body).toMatchObject({ container: 'container_1' });
    const next = await answerOf(backend, { messages: [question, byItself(message), question] });
    expect(next.losses).toEqual([]);
    expect(server.requests[2]?.body.messages[1]).toEqual(message.native?.value);
    expect(server.requests.map(({ refused }) => refused)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a conversation', () => {
  const replies: readonly ScriptedReply[] = [
    { thinking: '', text: 'Hm.', ...vote('agent1') },
    { thinking: 'Now then.', ...vote('agent2') },
    { text: 'Done.' },
  ];

  async function led(more: {
    readonly model?: string;
    readonly key?: string;
    readonly question?: Message;
  }) {
    const server = await startMessagesServer({ replies });
    const first = (await answerOf(claudeAt(server))).message;
    const turn = [byItself(first), answered(first)];
    const second = (await answerOf(claudeAt(server), { messages: [question, ...turn] })).message;
    const { question: asked = question, ...reader } = more;
    const third = await answerOf(claudeAt(server, reader), {
      messages: [asked, ...turn, byItself(second), answered(second)],
    });
    const { requests } = server;
    await server.close();
    return { first, second, third, requests };
  }

  it('goes on with tools and with its thoughts, those without a word too', async () => {
    const { first, second, third, requests } = await led({});
    expect(requests.map(({ refused }) => refused)).toEqual([undefined, undefined, undefined]);
    expect(requests[2]?.body.messages[1]).toEqual(first.native?.value);
    expect(requests[2]?.body.messages[3]).toEqual(second.native?.value);
    expect(third.losses).toEqual([]);
  });

  it('is without its thoughts for another model, or where what was said has changed', async () => {
    const changed: Message = { ...question, parts: [{ type: 'text', text: 'What else?' }] };
    for (const more of [{ model: 'claude-sonnet-5-5' }, { question: changed }]) {
      const { third, requests } = await led(more);
      expect(requests[2]?.refused).toBeUndefined();
      expect(requests[2]?.raw).not.toContain('"thinking":');
      expect(third.losses.map(({ kind }) => kind)).toEqual(['thinking', 'thinking']);
    }
  });

  it('is without its thoughts for another account', async () => {
    await using server = await startMessagesServer({ replies });
    const { message } = await answerOf(claudeAt(server));
    await using theirs = await startMessagesServer({
      replies: [{ text: 'Yes.' }],
      key: 'sk-theirs',
    });
    const messages = [question, byItself(message), answered(message)];
    const { losses } = await answerOf(claudeAt(theirs, { key: 'sk-theirs' }), { messages });
    expect(losses.map(({ kind }) => kind)).toEqual(['thinking']);
    expect(theirs.requests[0]?.refused).toBeUndefined();
  });

  it('goes on without all thoughts where its maker does not know one after all', async () => {
    await using server = await startMessagesServer({ replies });
    const { message } = await answerOf(claudeAt(server));
    const native = JSON.parse(JSON.stringify(message.native).replace(/~[^"]*"/, '~forged~x"'));
    const messages = [question, byItself({ ...message, native }), answered(message)];
    const { losses } = await answerOf(claudeAt(server), { messages });
    expect(losses.map(({ kind }) => kind)).toEqual(['thinking']);
    expect(server.requests.map(({ refused }) => refused)).toEqual([
      undefined,
      expect.stringContaining('Invalid `signature`'),
      undefined,
    ]);
  });
});

describe('a request', () => {
  const sentWith = async (options: Options, model = 'claude-opus-5-5', more = {}) => {
    await using server = await startMessagesServer();
    const { losses } = await answerOf(claudeAt(server, { options, model }), more);
    const { messages: _, ...body } = server.requests[0]?.body ?? {};
    return { body, losses: losses.map(({ kind, at, instead }) => [kind, at, instead]) };
  };

  it('caches, streams, offers the tools and forces none, with the limit of the model', async () => {
    const { body } = await sentWith({});
    expect(body).toMatchObject({
      model: 'claude-opus-5-5',
      max_tokens: 128_000,
      stream: true,
      cache_control: { type: 'ephemeral' },
      tool_choice: { type: 'auto' },
      tools: [{ name: 'new_answer' }, { name: 'vote' }],
    });
    expect(body.thinking).toBeUndefined();
    const text = await sentWith({ cache_control: null }, 'claude-opus-5-5', { allowedTools: [] });
    expect(text.body).toMatchObject({ tool_choice: { type: 'none' } });
    expect(text.body).not.toHaveProperty('cache_control');
  });

  it('is marked for the cache at the end of the system, and where the request before ended', async () => {
    const cache = { type: 'ephemeral', ttl: '1h' };
    await using server = await startMessagesServer();
    const says = (id: string, role: 'system' | 'user' | 'assistant', text: string): Message => ({
      id,
      role,
      parts: [{ type: 'text', text }],
    });
    const messages = [
      says('1', 'system', 'Be brief.'),
      says('2', 'user', 'Why?'),
      says('3', 'assistant', 'Because.'),
      says('4', 'user', 'And why that?'),
    ];
    const model = 'claude-opus-5-5';
    await answerOf(claudeAt(server, { options: { cache_control: cache }, model }), { messages });
    await answerOf(claudeAt(server, { options: { cache_control: null }, model }), { messages });
    const [marked, plain] = server.requests.map(({ body }) => body);
    expect(marked?.cache_control).toEqual(cache);
    expect(marked?.system).toEqual([{ type: 'text', text: 'Be brief.', cache_control: cache }]);
    const marks = marked?.messages.map((one: unknown) =>
      JSON.stringify(one).includes('"ttl":"1h"'),
    );
    expect(marks).toEqual([true, false, false]);
    expect(JSON.stringify(plain)).not.toContain('cache_control');
  });

  it('carries the options that the API takes, and says which it does not', async () => {
    const { body, losses } = await sentWith({
      temperature: 0.2,
      top_p: 0.9,
      max_tokens: 500,
      reasoning: { effort: 'high', summary: 'auto' },
      text: { verbosity: 'low' },
      stop: 'END',
      parallel_tool_calls: false,
      metadata: { user_id: 'u' },
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'x', schema: { type: 'object' } },
      },
      enable_web_search: false,
      cwd: 'workspace',
      base_url: 'http://127.0.0.1:1',
      system_message: 'Be brief.',
    });
    const { tools: _, ...fields } = body;
    expect(fields).toEqual({
      model: 'claude-opus-5-5',
      max_tokens: 500,
      stream: true,
      cache_control: { type: 'ephemeral' },
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: {
        effort: 'high',
        format: { type: 'json_schema', schema: { type: 'object' } },
      },
      stop_sequences: ['END'],
      metadata: { user_id: 'u' },
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    });
    expect(losses).toEqual([
      ['option', 'options.temperature', 'left out'],
      ['option', 'options.top_p', 'left out'],
      ['option', 'options.text', 'left out'],
    ]);
  });

  it.each<[string, Options, object, readonly string[]]>([
    ['claude-opus-5-5', { thinking: { type: 'disabled' } }, {}, ['left to the model']],
    [
      'claude-opus-5-5',
      { thinking: { type: 'enabled', budget_tokens: 2048 } },
      { thinking: { type: 'adaptive' } },
      ['adaptive'],
    ],
    ['claude-haiku-5-5', { reasoning: { effort: 'none' } }, { thinking: { type: 'disabled' } }, []],
    [
      'claude-haiku-5-5',
      { reasoning: { effort: 'minimal' } },
      { output_config: { effort: 'low' } },
      ['low'],
    ],
    [
      'claude-haiku-4-5',
      { reasoning: { effort: 'low' } },
      { thinking: { type: 'enabled', budget_tokens: 2048 } },
      [],
    ],
    [
      'claude-haiku-4-5',
      { reasoning: { effort: 'low' }, max_tokens: 100 },
      {},
      ['left to the model'],
    ],
    [
      'claude-sonnet-5-5',
      { thinking: { type: 'between_tools' }, reasoning_effort: 'max' },
      { thinking: { type: 'between_tools' }, output_config: { effort: 'max' } },
      [],
    ],
  ])('%s thinks as %j can be had', async (model, options, fields, instead) => {
    const { body, losses } = await sentWith(options, model);
    const { thinking, output_config } = body;
    expect({ ...(thinking && { thinking }), ...(output_config && { output_config }) }).toEqual(
      fields,
    );
    expect(losses.map(([, , what]) => what)).toEqual(instead);
  });

  it('switches on what Anthropic carries out itself, beside our tools', async () => {
    await using server = await startMessagesServer();
    const options = { enable_web_search: true, enable_code_execution: true };
    const backend = claudeAt(server, { options });
    expect(backend.builtInTools).toBe('beside');
    expect(claudeAt(server).builtInTools).toBeUndefined();
    await answerOf(backend);
    const tools = server.requests[0]?.body.tools.map(({ name }: { name: string }) => name);
    expect(tools).toEqual(['new_answer', 'vote', 'web_search', 'code_execution']);
    await answerOf(backend, { tools: [], allowedTools: [] });
    expect(server.requests[1]?.body).toMatchObject({ tool_choice: { type: 'auto' } });
  });

  it('carries the key, and nothing that the environment holds', async () => {
    vi.stubEnv('ANTHROPIC_API_KEY', 'sk-not-for-you');
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'token-not-for-you');
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9/nowhere');
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-secret: for-you\nauthorization: Bearer other');
    await using server = await startMessagesServer();
    await answerOf(claudeAt(server));
    const headers = server.requests[0]?.headers;
    expect(headers).toMatchObject({
      authorization: `Bearer ${TEST_KEY}`,
      'anthropic-version': '2026-10-21',
    });
    expect(JSON.stringify(headers)).not.toMatch(/secret|not-for-you/);
  });
});

describe('a stream that is no whole reply', () => {
  const overloaded = { type: 'overloaded_error', message: 'Overloaded' };

  it.each<[string, ScriptedReply, string]>([
    ['says that it is overloaded', { text: 'It is', error: overloaded }, 'backend.overloaded'],
    ['fails', { text: 'It is', error: { type: 'api_error', message: 'x' } }, 'backend.unavailable'],
    ['fails in a new way', { text: 'It is', error: { type: 'new_error' } }, 'backend.cut'],
    ['is refused', { refusal: 'This could do harm.' }, 'backend.refused'],
  ])('%s', async (_, reply, code) => {
    expect((await faultOf(reply)).code).toBe(code);
  });

  it('says why it is refused', async () => {
    expect((await faultOf({ refusal: 'This could do harm.' })).message).toContain('do harm');
  });

  it('is paused again and again, and is stopped', async () => {
    await using server = await startMessagesServer({
      respond: (_, count) => ({
        ownItems: search.map((block) =>
          JSON.parse(JSON.stringify(block).replace('_1', `_${count}`)),
        ),
        finish: 'pause_turn',
      }),
    });
    expect((await thrown(answerOf(claudeAt(server)))).code).toBe('backend.tooLarge');
  });
});

describe('what the server refuses', () => {
  const says = (type: string, message: string, details?: object) => ({
    type: 'error',
    error: { type, message, ...(details && { details }) },
    request_id: 'req_1',
  });
  const LONG = 'prompt is too long: 1200000 tokens > 1000000 maximum';

  it.each<[string, number, unknown, string]>([
    ['a wrong key', 401, says('authentication_error', 'invalid key'), 'backend.unauthorised'],
    ['what the key may not', 403, says('permission_error', 'no'), 'backend.unauthorised'],
    ['a model that is not there', 404, says('not_found_error', 'model: x'), 'backend.notFound'],
    ['an unpaid bill', 402, says('billing_error', 'pay'), 'backend.exhausted'],
    [
      'an empty account',
      400,
      says('invalid_request_error', 'Your credit balance is too low'),
      'backend.exhausted',
    ],
    [
      'more than may be spent',
      400,
      says('invalid_request_error', 'x', { error_code: 'enforced_spend_limit_reached' }),
      'backend.exhausted',
    ],
    ['too long a prompt', 400, says('invalid_request_error', LONG), 'backend.overflow'],
    ['too many bytes', 413, says('request_too_large', 'x'), 'backend.overflow'],
    ['what is not in order', 400, says('invalid_request_error', 'no'), 'backend.rejected'],
    ['work, for it broke', 500, says('api_error', 'x'), 'backend.unavailable'],
    ['work, for it took too long', 504, says('timeout_error', 'x'), 'backend.unavailable'],
    ['work, for it is overloaded', 529, says('overloaded_error', 'x'), 'backend.overloaded'],
    ['a wrong address, with a page', 200, '<html><title>Hi</title></html>', 'backend.malformed'],
  ])('%s (%i)', async (_, status, body, code) => {
    expect((await faultOf(refusesWith(status, body))).code).toBe(code);
  });

  it('too many requests, with the time that it asks for; it is asked once', async () => {
    await using server = await startMessagesServer({
      replies: [refusesWith(429, says('rate_limit_error', 'x'), { 'retry-after': '7' }), {}],
    });
    const fault = await thrown(answerOf(claudeAt(server)));
    expect(fault).toMatchObject({ code: 'backend.rateLimited', facts: { retryAfterSeconds: 7 } });
    expect(server.requests).toHaveLength(1);
  });

  it('nothing, where nobody is there', async () => {
    const fault = await thrown(answerOf(claudeAt({ url: 'http://127.0.0.1:9' })));
    expect(fault.code).toBe('backend.unavailable');
  });
});

survivesBrokenStreams('Claude', { start: startMessagesServer, at: claudeAt });
