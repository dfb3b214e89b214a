import { describe, expect, it } from 'vitest';
import { addressOf } from '../../lib/config/address.ts';
import { requireKeys } from '../../lib/config/keys.ts';
import { toTeam } from '../../lib/config/to-team.ts';
import { reference } from '../../lib/config/variables.ts';
import { environmentOf, oneAgent } from './support/config-of.ts';

const keyOf = (backend: Parameters<typeof oneAgent>[0], variables = {}) =>
  toTeam(oneAgent(backend), environmentOf(variables)).keys.get('solo')?.[0];

const check = (config: ReturnType<typeof oneAgent>, variables = {}) => {
  const lookup = environmentOf(variables);
  const { team, keys } = toTeam(config, lookup);
  return () => requireKeys(team, keys, lookup);
};

const chat = (base_url?: string) => ({
  type: 'chatcompletion',
  model: 'm',
  ...(base_url && { base_url }),
});

describe('a key', () => {
  it('comes from the configuration before it comes from the environment', () => {
    const variables = { XAI_API_KEY: 'environment', MINE: 'referred' };
    expect(keyOf({ type: 'grok', api_key: 'written' }, variables)).toBe('written');
    expect(keyOf({ type: 'grok', api_key: reference('MINE') }, variables)).toBe('referred');
    expect(keyOf({ type: 'grok' }, variables)).toBe('environment');
  });

  it("is the first that is set of its maker's variables", () => {
    expect(keyOf({ type: 'moonshot', model: 'm' }, { KIMI_API_KEY: 'k' })).toBe('k');
    expect(
      keyOf({ type: 'moonshot', model: 'm' }, { KIMI_API_KEY: 'k', MOONSHOT_API_KEY: 'm' }),
    ).toBe('m');
  });

  it.each([
    ['https://api.cerebras.ai/v1', 'cerebras'],
    ['https://api.x.ai/v1', 'xai'],
    [undefined, 'openai'],
    ['https://somebody.example/v1', undefined],
    ['http://127.0.0.1:1234/v1', undefined],
  ])('for %s is that of whoever owns the address', (address, key) => {
    const variables = {
      CEREBRAS_API_KEY: 'cerebras',
      XAI_API_KEY: 'xai',
      OPENAI_API_KEY: 'openai',
    };
    expect(keyOf(chat(address), variables)).toBe(key);
  });

  it("goes along where the operator moved OpenAI's address", () => {
    const moved = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };
    expect(keyOf(chat(), { ...moved, OPENAI_API_KEY: 'k' })).toBe('k');
    expect(check(oneAgent(chat()), moved)).not.toThrow();
  });
});

describe('a missing key', () => {
  it.each([
    [{ type: 'grok' }, 'XAI_API_KEY'],
    [{ type: 'zai' }, 'ZAI_API_KEY'],
    [{ type: 'moonshot', model: 'm' }, 'MOONSHOT_API_KEY or KIMI_API_KEY'],
    [chat(), 'OPENAI_API_KEY'],
    [chat('https://api.groq.com/openai/v1'), 'GROQ_API_KEY'],
  ])('of %j ends it, and its variable is named', (backend, variables) => {
    expect(check(oneAgent(backend))).toThrow(
      expect.objectContaining({
        code: 'config.keyMissing',
        facts: { agent: 'solo', backend: backend.type, variables },
      }),
    );
  });

  it('of a fallback ends it as well', () => {
    const config = oneAgent({ type: 'rehearsal' }, { fallback: [{ type: 'zai' }] });
    expect(check(config)).toThrow('needs a key for zai');
    expect(check(config, { ZAI_API_KEY: 'k' })).not.toThrow();
  });

  it('that is empty counts as missing', () => {
    expect(check(oneAgent({ type: 'grok', api_key: '' }))).toThrow('needs a key');
  });

  it.each([
    { type: 'rehearsal' },
    { type: 'lmstudio' },
    { type: 'ollama' },
    chat('http://localhost:1234/v1'),
    chat('https://somebody.example/v1'),
  ])('of %j is none', (backend) => {
    expect(check(oneAgent(backend))).not.toThrow();
  });
});

describe('an address', () => {
  const at = (backend: Parameters<typeof oneAgent>[0], variables = {}) => {
    const lookup = environmentOf(variables);
    const [agent] = toTeam(oneAgent(backend), lookup).team.agents;
    return agent?.backends[0] && addressOf(agent.backends[0], lookup);
  };

  it("is the configuration's, else the environment's, else the maker's", () => {
    const variables = { XAI_BASE_URL: 'http://moved/v1' };
    expect(at({ type: 'grok', base_url: 'http://mine/v1' }, variables)).toBe('http://mine/v1');
    expect(at({ type: 'grok' }, variables)).toBe('http://moved/v1');
    expect(at({ type: 'grok' })).toBe('https://api.x.ai/v1');
    expect(at({ type: 'rehearsal' })).toBe(undefined);
  });
});
