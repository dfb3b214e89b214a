import { describe, expect, it } from 'vitest';
import { type BackendContext, createBackend } from '../../lib/backends/create-backend.ts';
import { costOf } from '../../lib/backends/prices.ts';
import {
  type ChatMakerType,
  chatMakerOf,
  isChatMakerType,
  makerAt,
  makers,
} from '../../lib/config/makers.ts';
import type { BackendSpec } from '../../lib/core/agent/agent.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import type { ChatMode } from '../support/chat-server/mode.ts';
import { countedIds } from '../support/counted-ids.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { newAnswer } from '../support/maker-server/scripted-reply.ts';
import { stillClock } from '../support/still-clock.ts';
import { answerOf, question } from './_call.ts';

const context = (
  variables: Readonly<Record<string, string>> = {},
  more: Partial<BackendContext> = {},
): BackendContext => ({
  agent: 'alice',
  agentIds: ['alice', 'bob'],
  lookup: (name) => variables[name],
  clock: stillClock(),
  ids: countedIds(),
  ...more,
});

const spec = (type: string, options: BackendSpec['options'] = {}, model = 'm'): BackendSpec => ({
  type,
  model,
  options,
});

const modes: Partial<Record<ChatMakerType, ChatMode>> = {
  grok: 'grok',
  zai: 'glm',
  moonshot: 'kimi',
  lmstudio: 'lmstudio',
};
const types = Object.keys(makers).filter(isChatMakerType);

describe.each(types)('%s', (type) => {
  const { quirks, keyFrom } = chatMakerOf(type);
  const variables = Object.fromEntries(keyFrom.slice(-1).map((name) => [name, TEST_KEY]));

  it('is asked as its row says, and its server takes it', async () => {
    await using server = await startChatServer({
      mode: modes[type] ?? 'common',
      replies: [newAnswer('It is 42.')],
    });
    const backend = createBackend(
      spec(type, { base_url: server.url, max_tokens: 99 }),
      context(variables),
    );
    const { message } = await answerOf(backend, { allowedTools: ['new_answer'] });
    const called = { ...message, author: { agent: 'a', backend: 'claude', model: 'x' } };
    await answerOf(backend, { messages: [question, called, question], allowedTools: [] });
    const [first, second] = server.requests.map(({ body }) => body);
    expect(server.requests.map(({ refused }) => refused)).toEqual([undefined, undefined]);
    const limit = type === 'chatcompletion' ? 'max_tokens' : quirks.outputLimit;
    expect(first[limit]).toBe(99);
    expect(first.stream_options).toEqual(
      quirks.usageOnRequest ? { include_usage: true } : undefined,
    );
    expect(second.tool_choice).toBe(quirks.toolChoice === 'auto' ? undefined : 'none');
    expect(server.requests[0]?.headers['authorization']).toBe(
      `Bearer ${keyFrom.length > 0 && type !== 'chatcompletion' ? TEST_KEY : 'not-needed'}`,
    );
  });

  it('needs a key exactly if its row names one', () => {
    const make = () => createBackend(spec(type), context());
    if (keyFrom.length === 0) expect(make().type).toBe(type);
    else
      expect(make).toThrowError(
        expect.objectContaining({
          code: 'config.keyMissing',
          facts: { agent: 'alice', backend: type, variables: keyFrom.join(' or ') },
        }),
      );
  });
});

describe('where a backend is', () => {
  it('is what the configuration says, else the environment, else the row', async () => {
    await using configured = await startChatServer({ mode: 'lmstudio' });
    await using moved = await startChatServer({ mode: 'lmstudio' });
    const variables = { LMSTUDIO_BASE_URL: moved.url };
    await answerOf(
      createBackend(spec('lmstudio', { base_url: configured.url }), context(variables)),
    );
    expect([configured.requests.length, moved.requests.length]).toEqual([1, 0]);
    await answerOf(createBackend(spec('lmstudio'), context(variables)));
    expect([configured.requests.length, moved.requests.length]).toEqual([1, 1]);
  });

  it.each(['', 'localhost:1234', 'file:///etc/passwd', 7])('cannot be %j', (base_url) => {
    const make = () =>
      createBackend(spec('chatcompletion', { base_url }), context({ OPENAI_API_KEY: 'k' }));
    if (base_url === '') expect(make().type).toBe('chatcompletion');
    else expect(make).toThrowError(expect.objectContaining({ code: 'config.invalid' }));
  });

  it('decides whose key is sent: an unknown host gets none of the environment', async () => {
    await using server = await startChatServer({ mode: 'common' });
    await answerOf(
      createBackend(
        spec('chatcompletion', { base_url: server.url }),
        context({ OPENAI_API_KEY: 'sk-mine' }),
      ),
    );
    expect(server.requests[0]?.headers['authorization']).toBe('Bearer not-needed');
  });

  it('a key of the configuration goes first', async () => {
    await using server = await startChatServer({ mode: 'grok', key: 'from-config' });
    const more = context({ XAI_API_KEY: 'from-environment' }, { key: 'from-config' });
    await answerOf(createBackend(spec('grok', { base_url: server.url }), more));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['https://api.cerebras.ai/v1', 'cerebras', 'CEREBRAS_API_KEY'],
    ['https://api.z.ai/api/coding/paas/v4', 'zai', 'ZAI_API_KEY'],
    ['https://open.bigmodel.cn/api/paas/v4', 'zai', 'ZAI_API_KEY'],
    ['https://api.openai.com/v1', 'chatcompletion', 'OPENAI_API_KEY'],
    ['https://api.moonshot.ai/v1', 'moonshot', 'MOONSHOT_API_KEY or KIMI_API_KEY'],
  ])('%s is %s, with its key', (base_url, maker, variables) => {
    expect(makerAt(base_url)).toBe(maker);
    expect(() => createBackend(spec('chatcompletion', { base_url }), context())).toThrowError(
      expect.objectContaining({ facts: { agent: 'alice', backend: 'chatcompletion', variables } }),
    );
  });
});

describe('a type that is not here', () => {
  it.each(['nonsense', 'toString'])('%s', (type) => {
    expect(() => createBackend(spec(type), context())).toThrowError(
      expect.objectContaining({
        code: 'config.backendNotHere',
        facts: { agent: 'alice', backend: type },
      }),
    );
  });
});

describe('what a call costs', () => {
  const usage = { inputTokens: 1_000_000, outputTokens: 100_000 };

  it.each([
    ['lmstudio', 'anything', 0],
    ['rehearsal', 'rehearsal', 0],
    ['zai', 'glm-5.3', 1.84],
    ['grok', 'grok-4.7', 4 + 1.2],
    ['grok', 'grok-4.7-20261101', 4 + 1.2],
    ['grok', 'grok-4.7-mini', null],
    ['grok', 'grok-9', null],
    ['openrouter', 'grok-4.7', null],
    ['chatcompletion', 'gpt-6-luna', 0.2 + 0.075],
  ])('%s %s', (type, model, cost) => {
    const found = costOf(type, model, usage);
    if (cost === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(cost, 9);
  });

  it('is less for what was read from the cache, and more for a long prompt', () => {
    const short = { inputTokens: 100_000, outputTokens: 0, cachedTokens: 80_000 };
    expect(costOf('grok', 'grok-4.7', short)).toBeCloseTo(0.02 * 2 + 0.08 * 0.5, 9);
    const long = { inputTokens: 300_000, outputTokens: 0, cachedTokens: 300_000 };
    expect(costOf('grok', 'grok-4.7', long)).toBeCloseTo(0.3, 9);
  });
});
