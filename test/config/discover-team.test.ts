import { describe, expect, it } from 'vitest';
import { discoverTeam } from '../../lib/config/discover-team.ts';
import { presetNamed } from '../../lib/config/presets.ts';
import { validateConfig } from '../../lib/config/validate-config.ts';
import { environmentOf } from './support/config-of.ts';

type Fetch = typeof globalThis.fetch;

/** Servers by their address: what `GET` of its models answers. */
const serving =
  (models: Readonly<Record<string, unknown>>): Fetch =>
  async (url) => {
    const body = models[String(url)];
    if (body === undefined) throw new TypeError('fetch failed');
    return Response.json(body);
  };

const nobody = serving({});
const listOf = (...ids: readonly string[]) => ({ data: ids.map((id) => ({ id })) });
const lmstudio = 'http://127.0.0.1:1234/v1/models';
const ollama = 'http://127.0.0.1:11434/v1/models';

const agentsOf = async (variables: Readonly<Record<string, string>>, fetch: Fetch) => {
  const { config } = await discoverTeam(environmentOf(variables), fetch);
  expect(validateConfig(config, environmentOf(variables))).toMatchObject({
    errors: [],
    warnings: [],
  });
  return config['agents'];
};

describe('with nothing configured', () => {
  it('nothing found is a rehearsal', async () => {
    const discovery = await discoverTeam(environmentOf(), nobody);
    expect(discovery).toMatchObject({
      kind: 'rehearsal',
      config: presetNamed('rehearsal').config,
      says: expect.stringContaining('no model is called'),
    });
  });

  it('each key and each local server is an agent', async () => {
    const keys = { XAI_API_KEY: 'x', ZAI_API_KEY: 'z', OPENAI_API_KEY: 'o', GROQ_API_KEY: 'q' };
    const servers = serving({ [lmstudio]: listOf('qwen/qwen3-4b'), [ollama]: listOf('gemma:4b') });
    expect(await agentsOf(keys, servers)).toEqual([
      { id: 'openai', backend: { type: 'openai', model: 'gpt-6-luna' } },
      { id: 'grok', backend: { type: 'grok', model: 'grok-4.7' } },
      { id: 'zai', backend: { type: 'zai', model: 'glm-5.3' } },
      { id: 'lmstudio', backend: { type: 'lmstudio', model: 'qwen/qwen3-4b' } },
      { id: 'ollama', backend: { type: 'ollama', model: 'gemma:4b' } },
    ]);
  });

  it('one find alone speaks with three voices', async () => {
    const agents = await agentsOf({ ZAI_API_KEY: 'z' }, nobody);
    const backend = { type: 'zai', model: 'glm-5.3' };
    expect(agents).toMatchObject([
      { id: 'proposer', backend },
      { id: 'sceptic', backend },
      { id: 'judge', backend },
    ]);
  });

  it('what was found is said, and no key is', async () => {
    const variables = { XAI_API_KEY: 'hidden', ZAI_API_KEY: 'hidden' };
    const { says } = await discoverTeam(
      environmentOf(variables),
      serving({ [lmstudio]: listOf('m') }),
    );
    expect(says).toBe(
      'Found XAI_API_KEY, ZAI_API_KEY and LM Studio at http://127.0.0.1:1234/v1 with m.',
    );
  });

  it('a server may have been moved', async () => {
    const variables = { LMSTUDIO_BASE_URL: 'http://box:9/v1/' };
    const servers = serving({ 'http://box:9/v1/models': listOf('m') });
    expect(await agentsOf(variables, servers)).toMatchObject([
      { backend: { type: 'lmstudio', model: 'm' } },
      {},
      {},
    ]);
  });

  it('a model that cannot converse is passed over', async () => {
    const models = listOf('text-embedding-nomic', 'bge-m3', 'whisper-large', 'a\u001b[2J', 'qwen3');
    expect(await agentsOf({}, serving({ [lmstudio]: models }))).toMatchObject([
      { backend: { model: 'qwen3' } },
      {},
      {},
    ]);
  });

  it.each([
    ['an error in words', { error: 'Unexpected endpoint' }],
    ['models that are none', { data: [{ name: 'x' }] }],
    ['an empty list', { data: [] }],
    ['only embeddings', listOf('nomic-embed-text')],
    ['text', 'hello'],
    ['nothing', null],
  ])('a server that answers with %s is no server', async (_, body) => {
    expect((await discoverTeam(environmentOf(), serving({ [lmstudio]: body }))).kind).toBe(
      'rehearsal',
    );
  });

  it('a server that says no is no server', async () => {
    const refusing: Fetch = async () => Response.json(listOf('m'), { status: 500 });
    expect((await discoverTeam(environmentOf(), refusing)).kind).toBe('rehearsal');
  });

  it('a fetch that throws at once does no harm', async () => {
    const broken: Fetch = () => {
      throw new Error('no network here');
    };
    expect((await discoverTeam(environmentOf(), broken)).kind).toBe('rehearsal');
  });

  it('who is late is not waited for, and is told to stop', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const silent: Fetch = (_, init) => {
      signals.push(init?.signal);
      return new Promise(() => undefined);
    };
    await discoverTeam(environmentOf(), silent);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true, true]);
  });

  it('who was in time is heard though another is late', async () => {
    const half: Fetch = (url, init) =>
      String(url) === lmstudio
        ? serving({ [lmstudio]: listOf('m') })(url, init)
        : new Promise(() => undefined);
    expect((await discoverTeam(environmentOf(), half)).kind).toBe('found');
  });
});
