import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, maskConfig } from '../../lib/config/mask.ts';
import { reference } from '../../lib/config/variables.ts';
import { oneAgent } from './support/config-of.ts';

const secret = fc.stringMatching(/^[A-Za-z0-9]{10,30}$/).map((text) => `q9${text}`);

const places: Readonly<Record<string, (secret: string) => Parameters<typeof maskConfig>[0]>> = {
  'an api_key': (key) => oneAgent({ type: 'grok', api_key: key }),
  'an api_key of a fallback': (key) =>
    oneAgent({ type: 'grok' }, { fallback: [{ type: 'zai', api_key: key }] }),
  'the environment of a server': (key) =>
    oneAgent({ type: 'grok', mcp_servers: { x: { env: { ANYTHING: key } } } }),
  'the headers of a server in a list': (key) =>
    oneAgent({ type: 'grok', mcp_servers: [{ name: 'x', headers: { 'X-Any': `Basic ${key}` } }] }),
  'an argument after its flag': (key) =>
    oneAgent({ type: 'grok', mcp_servers: { x: { args: ['--api-key', key] } } }),
  'an argument with its flag': (key) =>
    oneAgent({ type: 'grok', mcp_servers: { x: { args: [`--token=${key}`] } } }),
  'an address with a user': (key) =>
    oneAgent({ type: 'grok', base_url: `https://me:${key}@example.com/v1` }),
  'an address with a key': (key) =>
    oneAgent({ type: 'grok', base_url: `https://example.com/v1?a=1&api_key=${key}` }),
  'a list of passwords': (key) => oneAgent({ type: 'grok', passwd: [key, key] }),
  'a key by its looks': (key) => oneAgent({ type: 'grok' }, { system_message: `sk-${key}0123456` }),
  'a key that nobody knows': (key) => ({ somewhere: { deep: [{ clientSecret: key }] } }),
};

describe('masking', () => {
  it.each(Object.entries(places))('hides %s', (_, holding) => {
    fc.assert(
      fc.property(secret, (key) => {
        expect(JSON.stringify(maskConfig(holding(key)))).not.toContain(key);
      }),
      { numRuns: 20 },
    );
  });

  it('hides numbers where secrets stand', () => {
    const config = oneAgent({ type: 'grok', mcp_servers: { x: { env: { PIN: 4711 } } } });
    expect(JSON.stringify(maskConfig(config))).not.toContain('4711');
  });

  it('leaves a reference, and everything else, as it is', () => {
    const config = oneAgent(
      { type: 'grok', api_key: reference('XAI'), max_tokens: 5, base_url: 'http://x/v1?a=1' },
      { system_message: 'Keys and tokens are no secrets by themselves.' },
    );
    expect(maskConfig(config)).toEqual(config);
  });

  it('says that something was there', () => {
    expect(maskConfig(oneAgent({ type: 'grok', api_key: 'k' }))).toEqual(
      oneAgent({ type: 'grok', api_key: MASK }),
    );
  });
});
