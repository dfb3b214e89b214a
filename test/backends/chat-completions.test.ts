import { afterEach, describe, expect, it, vi } from 'vitest';
import { compatible } from '../../lib/config/maker.ts';
import { textOf } from '../../lib/core/message/message.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { toCompletion } from '../support/chat-server/to-chunks.ts';
import { newAnswer, vote } from '../support/maker-server/scripted-reply.ts';
import { wordsIn } from '../support/words-in.ts';
import { survivesBrokenStreams } from './_broken-streams.ts';
import { answerOf, askedFor } from './_call.ts';
import { backendAt, playing } from './_chat-backend.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a reply', () => {
  it('comes in pieces and then whole, with its end, its usage and its native form', async () => {
    await using server = await startChatServer({
      replies: [{ thinking: 'Hm, let me see.', text: 'It is 42, I think.' }],
    });
    const backend = backendAt(server, { model: 'qwen3' });
    const { deltas, message, losses } = await answerOf(backend);
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
      stop: { reason: 'end', raw: 'stop' },
      usage: { inputTokens: 12, outputTokens: 18 },
      native: {
        dialect: 'openai-chat',
        value: {
          role: 'assistant',
          content: 'It is 42, I think.',
          reasoning_content: 'Hm, let me see.',
        },
      },
    });
    expect(losses).toEqual([]);
  });

  it('holds every call of it, also when a model makes two at once', async () => {
    const both = {
      calls: [...(newAnswer('It is 42.').calls ?? []), ...(vote('agent1').calls ?? [])],
    };
    await using server = await startChatServer({ replies: [both] });
    const { message } = await answerOf(backendAt(server));
    expect(message.parts).toMatchObject([
      { type: 'tool_call', name: 'new_answer', arguments: { content: 'It is 42.' } },
      { type: 'tool_call', name: 'vote', arguments: { agent_id: 'agent1' } },
    ]);
    expect(message.stop).toEqual({ reason: 'tool', raw: 'tool_calls' });
  });

  it('keeps arguments that are no JSON as the model wrote them', async () => {
    const { server, backend } = await playing([
      { calls: [{ name: 'vote', arguments: '{"agent_id": "ag' }] },
    ]);
    const { message } = await answerOf(backend);
    expect(message.parts).toMatchObject([
      { name: 'vote', arguments: {}, rawArguments: '{"agent_id": "ag' },
    ]);
    await server.close();
  });

  it('is taken from a server that does not stream', async () => {
    const body = toCompletion(newAnswer('It is 42.'), 'm');
    const { server, backend } = await playing([{ plain: { status: 200, body } }]);
    const { message, deltas } = await answerOf(backend);
    expect(message.parts).toMatchObject([
      { name: 'new_answer', arguments: { content: 'It is 42.' } },
    ]);
    expect(deltas).toHaveLength(1);
    await server.close();
  });

  it('needs no [DONE] once the maker has said how it ended', async () => {
    const { server, backend } = await playing([{ text: 'Hello.', done: false }]);
    expect(textOf((await answerOf(backend)).message)).toBe('Hello.');
    await server.close();
  });

  it('that ran into its limit is given back, and says so', async () => {
    const { server, backend } = await playing([{ text: 'It is', finish: 'length' }]);
    expect((await answerOf(backend)).message.stop).toEqual({ reason: 'length', raw: 'length' });
    await server.close();
  });

  it('has an estimated usage where the server reports none', async () => {
    const { server, backend } = await playing([{ text: 'It is forty-two.' }], { mode: 'lmstudio' });
    const { message } = await answerOf(backend);
    expect(message.usage?.outputTokens).toBe(4);
    expect(message.usage?.inputTokens).toBeGreaterThan(50);
    await server.close();
  });
});

describe('a conversation', () => {
  it('goes on with the results of the calls, in the form that the server demands', async () => {
    await using server = await startChatServer({
      respond: ({ body }) => (body.messages.length > 1 ? vote('agent1') : newAnswer('It is 42.')),
    });
    const backend = backendAt(server);
    const first = (await answerOf(backend)).message;
    const [call] = first.parts;
    const result = {
      id: 'r',
      role: 'tool' as const,
      parts: [
        {
          type: 'tool_result' as const,
          call: call?.type === 'tool_call' ? call.id : '',
          content: [],
          error: false,
        },
      ],
    };
    const said = {
      ...first,
      author: { agent: 'a', backend: 'chatcompletion', model: 'gpt-6-sol' },
    };
    const second = await answerOf(backend, {
      messages: [...askedFor().messages, said, result],
      sequence: 1,
    });
    expect(second.message.parts).toMatchObject([{ name: 'vote' }]);
    expect(server.requests[1]?.body.messages[1]).toEqual(first.native?.value);
    expect(server.requests.map(({ refused }) => refused)).toEqual([undefined, undefined]);
  });
});

describe('a request', () => {
  it('carries the options of the configuration, those of ours aside', async () => {
    await using server = await startChatServer();
    const options = {
      temperature: 0.2,
      top_p: 0.9,
      max_tokens: 500,
      reasoning: { effort: 'high', summary: 'auto' },
      text: { verbosity: 'low' },
      seed: 7,
      enable_web_search: true,
      enable_code_interpreter: true,
      stream: false,
      cwd: 'workspace',
      base_url: server.url,
      system_message: 'Be brief.',
    };
    await answerOf(backendAt(server, { options }));
    const { messages, tools, ...fields } = server.requests[0]?.body ?? {};
    expect(fields).toEqual({
      model: 'gpt-6-sol',
      temperature: 0.2,
      top_p: 0.9,
      max_completion_tokens: 500,
      reasoning_effort: 'high',
      verbosity: 'low',
      seed: 7,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(messages).toHaveLength(1);
    expect(tools).toHaveLength(2);
  });

  it('leaves out what is not for the maker, and what the coordination decides', async () => {
    await using server = await startChatServer();
    const options = { enable_web_search: true, temperature: 1, stream: false, tools: [], n: 3 };
    await answerOf(backendAt(server, { options }));
    const { body, refused } = server.requests[0] ?? {};
    expect(refused).toBeUndefined();
    expect(body).toMatchObject({ temperature: 1, stream: true, tools: [{}, {}] });
    expect(Object.keys(body)).not.toContain('n');
  });

  it('carries the key, and names no account of OpenAI to anyone', async () => {
    vi.stubEnv('OPENAI_ORG_ID', 'org-secret');
    vi.stubEnv('OPENAI_PROJECT_ID', 'proj-secret');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/nowhere');
    vi.stubEnv('OPENAI_API_KEY', 'sk-not-for-you');
    await using server = await startChatServer();
    await answerOf(backendAt(server));
    const headers = JSON.stringify(server.requests[0]?.headers);
    expect(headers).toContain('Bearer sk-test');
    expect(headers).not.toMatch(/secret|sk-not-for-you/);
  });

  it('asks the server for its first model where none is named, once', async () => {
    await using server = await startChatServer({
      mode: 'lmstudio',
      models: ['qwen/qwen3-4b', 'other'],
    });
    const backend = backendAt(server, { model: '' });
    expect(backend.model).toBe('');
    await answerOf(backend);
    await answerOf(backend);
    expect(backend.model).toBe('qwen/qwen3-4b');
    expect(server.requests.map(({ body }) => body.model)).toEqual([
      'qwen/qwen3-4b',
      'qwen/qwen3-4b',
    ]);
  });
});

survivesBrokenStreams('OpenAI over chat completions', { start: startChatServer, at: backendAt });
survivesBrokenStreams('a compatible server', {
  start: (script) => startChatServer({ ...script, mode: 'common' }),
  at: (server, more) => backendAt(server, { ...more, quirks: compatible }),
});
