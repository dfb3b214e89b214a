import { describe, expect, it } from 'vitest';
import { validateConfig } from '../../lib/config/validate-config.ts';
import { reference } from '../../lib/config/variables.ts';
import { environmentOf, oneAgent, rehearsing } from './support/config-of.ts';

const warningsOf = (config: unknown, variables = {}) => {
  const { valid, warnings } = validateConfig(config, environmentOf(variables));
  expect(valid).toBe(true);
  return warnings;
};

describe('a key that nobody knows', () => {
  it.each([
    [
      'temprature',
      'temperature',
      oneAgent({ type: 'grok', temprature: 1 }),
      'agents[0].backend.temprature',
    ],
    [
      'maxTokens',
      'max_tokens',
      oneAgent({ type: 'grok', maxTokens: 1 }),
      'agents[0].backend.maxTokens',
    ],
    [
      'enable_web_serch',
      'enable_web_search',
      oneAgent({ type: 'grok', enable_web_serch: true }),
      'agents[0].backend.enable_web_serch',
    ],
    [
      'sytem_message',
      'system_message',
      oneAgent({ type: 'grok' }, { sytem_message: 'x' }),
      'agents[0].sytem_message',
    ],
    ['falback', 'fallback', oneAgent({ type: 'grok' }, { falback: [] }), 'agents[0].falback'],
    [
      'effrot',
      'effort',
      oneAgent({ type: 'grok', reasoning: { effrot: 'low' } }),
      'agents[0].backend.reasoning.effrot',
    ],
    ['orchestator', 'orchestrator', rehearsing({ orchestator: {} }), 'orchestator'],
    [
      'max_round',
      'max_rounds',
      rehearsing({ orchestrator: { max_round: 1 } }),
      'orchestrator.max_round',
    ],
    [
      'sharring',
      'sharing',
      rehearsing({ orchestrator: { context: { sharring: 'none' } } }),
      'orchestrator.context.sharring',
    ],
    [
      'delay',
      'delay_ms',
      oneAgent({ type: 'rehearsal', script: [{ text: 'a', delay: 1 }] }),
      'agents[0].backend.script[0].delay',
    ],
    [
      'comand',
      'command',
      oneAgent({ type: 'grok', mcp_servers: { x: { comand: 'npx' } } }),
      'agents[0].backend.mcp_servers.x.comand',
    ],
  ])('%s is answered with %s', (key, word, config, path) => {
    expect(warningsOf(config)).toEqual([
      { path, message: expect.stringContaining(`"${key}"`), suggestion: word },
    ]);
  });

  it('goes to the provider where it stands in a backend, and no word is forced on it', () => {
    expect(warningsOf(oneAgent({ type: 'grok', deferred: true }))).toEqual([
      {
        path: 'agents[0].backend.deferred',
        message: 'There is no key "deferred" here; it is passed on to the provider as it stands.',
        suggestion: '',
      },
    ]);
  });

  it('is shown the place where it belongs', () => {
    const config = { ...oneAgent({ type: 'grok' }, { temperature: 1 }), budget: { usd: 1 } };
    expect(warningsOf(config).map(({ suggestion }) => suggestion)).toEqual(
      ['backend.temperature', 'orchestrator.budget'].toSorted(),
    );
  });
});

describe("a key of MassGen's that does nothing here", () => {
  it.each([
    ['orchestrator.snapshot_storage', rehearsing({ orchestrator: { snapshot_storage: 's' } })],
    [
      'orchestrator.voting_sensitivity',
      rehearsing({ orchestrator: { voting_sensitivity: 'strict' } }),
    ],
    [
      'orchestrator.coordination.enable_planning_mode',
      rehearsing({ orchestrator: { coordination: { enable_planning_mode: true } } }),
    ],
    ['memory', rehearsing({ memory: { enabled: true } })],
    [
      'timeout_settings.initial_round_timeout_seconds',
      rehearsing({ timeout_settings: { initial_round_timeout_seconds: 5 } }),
    ],
    ['agents[0].backend.custom_tools', oneAgent({ type: 'grok', custom_tools: [] })],
    ['agents[0].backend.fallback', oneAgent({ type: 'grok', fallback: [] })],
  ])('%s is named', (path, config) => {
    expect(warningsOf(config)).toMatchObject([
      { path, message: expect.stringContaining('has no effect here') },
    ]);
  });

  it.each([
    oneAgent({ type: 'openai', enable_web_search: true, enable_code_interpreter: true }),
    oneAgent({ type: 'claude_code', cwd: 'w', permission_mode: 'plan', allowed_tools: ['Read'] }),
    rehearsing({ ui: { type: 'rich_terminal', logging_enabled: true } }),
    rehearsing({ display: { display_type: 'simple' } }),
    rehearsing({ orchestrator: { timeout: { orchestrator_timeout_seconds: 5 } } }),
  ])('those of v0.0.8 are not held against a file', (config) => {
    expect(warningsOf(config)).toEqual([]);
  });
});

describe('a variable', () => {
  const config = oneAgent(
    { type: 'grok', api_key: reference('XAI') },
    { system_message: `Hi ${reference('WHO')}` },
  );

  it('that is not set is named, with its place', () => {
    expect(warningsOf(config, { WHO: 'you' })).toEqual([
      {
        path: 'agents[0].backend.api_key',
        message: `${reference('XAI')} is not set.`,
        suggestion: 'Set XAI in the environment.',
      },
    ]);
  });

  it('that is set is not', () => {
    expect(warningsOf(config, { WHO: 'you', XAI: 'k' })).toEqual([]);
  });

  it('that is written with two dollars is none', () => {
    expect(
      warningsOf(oneAgent({ type: 'grok' }, { system_message: `$${reference('X')}` })),
    ).toEqual([]);
  });
});

describe('a secret that is written out', () => {
  it.each([
    ['agents[0].backend.api_key', oneAgent({ type: 'grok', api_key: 'abc' })],
    [
      'agents[0].fallback[0].api_key',
      oneAgent({ type: 'grok' }, { fallback: [{ type: 'zai', api_key: 'abc' }] }),
    ],
    [
      'agents[0].backend.mcp_servers.x.env.GITHUB_TOKEN',
      oneAgent({ type: 'grok', mcp_servers: { x: { env: { GITHUB_TOKEN: 'abc' } } } }),
    ],
    [
      'agents[0].system_message',
      oneAgent({ type: 'grok' }, { system_message: 'Use sk-0123456789abcdef0123.' }),
    ],
  ])('is named at %s', (path, config) => {
    expect(warningsOf(config)).toMatchObject([{ path, message: 'A secret is written out here.' }]);
  });

  it('is not what merely has a token in its name', () => {
    const config = oneAgent({ type: 'grok', max_tokens: 5, prompt_cache_key: 'team' });
    const said = warningsOf(config).map(({ message }) => message);
    expect(said.filter((message) => message.includes('secret'))).toEqual([]);
  });
});

describe('a scripted vote', () => {
  const team = (vote: string) => ({
    agents: [
      { id: 'first', backend: { type: 'rehearsal', script: [{ vote }] } },
      { id: 'second', backend: { type: 'rehearsal' } },
    ],
  });

  it('for somebody who is not there is named', () => {
    expect(warningsOf(team('secnod'))).toEqual([
      {
        path: 'agents[0].backend.script[0].vote',
        message: 'There is no agent "secnod" to vote for.',
        suggestion: 'second',
      },
    ]);
  });

  it.each(['first', 'second', 'agent1', 'agent2'])('for %s is not', (vote) => {
    expect(warningsOf(team(vote))).toEqual([]);
  });
});
