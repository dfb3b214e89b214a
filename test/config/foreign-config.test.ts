import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Allowance, toForeignTeam } from '../../lib/config/foreign-config.ts';
import { makers } from '../../lib/config/makers.ts';
import { presets } from '../../lib/config/presets.ts';
import { reference } from '../../lib/config/variables.ts';
import { Team } from '../../lib/core/coordination/team.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { oneAgent, rehearsing } from './support/config-of.ts';

const LISTED = 'http://models.example.com:1234/v1';

const allowance: Allowance = {
  backends: ['openai', 'claude', 'claude_code', 'lmstudio', 'chatcompletion', 'rehearsal', 'zai'],
  baseUrls: [LISTED],
};

const outcomeOf = (value: unknown) => {
  try {
    return { team: toForeignTeam(value, allowance) };
  } catch (error) {
    return { error };
  }
};

const refusedAt = (path: string) => ({ error: { code: 'config.notAllowed', facts: { path } } });

const withServer = (server: Json) => oneAgent({ type: 'openai', mcp_servers: { it: server } });

const SERVER = 'agents[0].backend.mcp_servers.it';

describe('a configuration from outside', () => {
  it.each([
    ['a team that rehearses', rehearsing({ orchestrator: { max_rounds: 3 } })],
    ['a maker', oneAgent({ type: 'openai', temperature: 0.3 }, { system_message: 'Be terse.' })],
    ["a maker's own address", oneAgent({ type: 'openai', base_url: 'https://api.openai.com/v1' })],
    [
      'another host of a maker',
      oneAgent({ type: 'zai', base_url: 'https://open.bigmodel.cn/api' }),
    ],
    ['an address of the operator', oneAgent({ type: 'lmstudio', base_url: `${LISTED}/` })],
    [
      'a tool server',
      withServer({ type: 'streamable-http', url: 'https://tools.example.com/mcp' }),
    ],
    [
      'tools of tool servers for Claude Code',
      oneAgent({ type: 'claude_code', allowed_tools: ['mcp__it__search'] }),
    ],
    [
      'an agent with a fallback that runs',
      oneAgent({ type: 'grok' }, { fallback: [{ type: 'zai' }] }),
    ],
  ])('may name %s', (_, config) => {
    expect(outcomeOf(config)).toMatchObject({ team: { agents: [{}] } });
  });

  it('lets Claude Code work in a folder of its session only, whatever it says', () => {
    const { team } = outcomeOf(
      oneAgent({ type: 'lmstudio', base_url: LISTED }, { fallback: [{ type: 'claude_code' }] }),
    );
    const [own, fallback] = team?.agents[0]?.backends ?? [];
    expect(own?.options['workspace']).toBeUndefined();
    expect(fallback?.options['workspace']).toBe('scratch');
  });

  it.each<[string, Json, string]>([
    [
      'rounds without end',
      rehearsing({ orchestrator: { max_rounds: 1000 } }),
      'orchestrator.max_rounds',
    ],
    [
      'a turn longer than a function lives',
      rehearsing({ orchestrator: { turn_timeout_seconds: 86_400 } }),
      'orchestrator.turn_timeout_seconds',
    ],
    [
      'more agents than act at once',
      {
        agents: Array.from({ length: 41 }, (_, at) => ({
          id: `agent-${at}`,
          backend: { type: 'rehearsal' },
        })),
      },
      'agents',
    ],
    [
      'a run of a year',
      rehearsing({ timeout_settings: { orchestrator_timeout_seconds: 31_536_000 } }),
      'timeout_settings.orchestrator_timeout_seconds',
    ],
    [
      'answers without end',
      rehearsing({ orchestrator: { max_new_answers_per_agent: 1000 } }),
      'orchestrator.max_new_answers_per_agent',
    ],
    [
      'failures without end',
      rehearsing({ orchestrator: { max_agent_failures: 1000 } }),
      'orchestrator.max_agent_failures',
    ],
    [
      'a variable',
      oneAgent({ type: 'openai', model: reference('MODEL') }),
      'agents[0].backend.model',
    ],
    [
      'an escaped variable, which would be one when it is used',
      oneAgent({ type: 'openai', user: `$${reference('AWS_SECRET_ACCESS_KEY')}` }),
      'agents[0].backend.user',
    ],
    [
      'a variable in a header',
      withServer({ url: 'https://tools.example.com/', headers: { 'X-Me': reference('HOME') } }),
      `${SERVER}.headers.X-Me`,
    ],
    ['a key', oneAgent({ type: 'openai', api_key: 'mine' }), 'agents[0].backend.api_key'],
    [
      'a key of a fallback',
      oneAgent({ type: 'openai' }, { fallback: [{ type: 'zai', api_key: 'mine' }] }),
      'agents[0].fallback[0].api_key',
    ],
    [
      'a header that holds a key',
      withServer({ url: 'https://tools.example.com/', headers: { Authorization: 'Bearer mine' } }),
      `${SERVER}.headers.Authorization`,
    ],
    [
      'what looks like a key',
      oneAgent({ type: 'openai' }, { system_message: `Use sk-${'a'.repeat(40)}.` }),
      'agents[0].system_message',
    ],
    ['a program', withServer({ command: 'sh', args: ['-c', 'id'] }), `${SERVER}.command`],
    [
      'a program beside an address',
      withServer({ command: 'sh', url: 'https://a.example.com/' }),
      `${SERVER}.command`,
    ],
    ['a server of no kind', withServer({}), `${SERVER}.url`],
    ['a tool server inside', withServer({ url: 'https://169.254.169.254/' }), `${SERVER}.url`],
    [
      'a tool server without TLS',
      withServer({ url: 'http://tools.example.com/' }),
      `${SERVER}.url`,
    ],
    ['a folder', oneAgent({ type: 'claude_code', cwd: '/tmp' }), 'agents[0].backend.cwd'],
    ['a folder of an agent', oneAgent({ type: 'claude_code' }, { cwd: '/' }), 'agents[0].cwd'],
    [
      'files',
      rehearsing({ orchestrator: { context_paths: ['/etc'] } }),
      'orchestrator.context_paths',
    ],
    ['plugins', rehearsing({ plugins: ['a'] }), 'plugins'],
    [
      'all permissions',
      oneAgent({ type: 'claude_code', permission_mode: 'bypassPermissions' }),
      'agents[0].backend.permission_mode',
    ],
    [
      "Claude Code's own tools, unasked",
      oneAgent({ type: 'claude_code', allowed_tools: ['Bash'] }),
      'agents[0].backend.allowed_tools',
    ],
    [
      'an address',
      oneAgent({ type: 'openai', base_url: 'https://evil.example.com/v1' }),
      'agents[0].backend.base_url',
    ],
    [
      "another maker's address",
      oneAgent({ type: 'openai', base_url: 'https://api.anthropic.com' }),
      'agents[0].backend.base_url',
    ],
    [
      "a maker's address without TLS",
      oneAgent({ type: 'openai', base_url: 'http://api.openai.com/v1' }),
      'agents[0].backend.base_url',
    ],
    ['a local server', oneAgent({ type: 'lmstudio' }), 'agents[0].backend.base_url'],
    [
      'a local server where it is at home',
      oneAgent({ type: 'lmstudio', base_url: 'http://127.0.0.1:1234/v1' }),
      'agents[0].backend.base_url',
    ],
    ['too much', oneAgent({ type: 'openai' }, { system_message: 'a'.repeat(300_000) }), ''],
  ])('may not name %s', (_, config, path) => {
    expect(outcomeOf(config)).toMatchObject(refusedAt(path));
  });

  it('that needs what does not run here is refused by that name', () => {
    for (const type of ['grok', 'ollama'])
      expect(outcomeOf(oneAgent({ type }))).toMatchObject({
        error: { code: 'config.backendNotHere', facts: { agent: 'solo', backend: type } },
      });
  });

  it('is told of keys in words that say why', () => {
    const { error } = outcomeOf(oneAgent({ type: 'openai', api_key: 'mine' }));
    expect(String(error)).toContain('never stores keys');
    expect(JSON.stringify(error)).not.toContain('mine');
  });
});

it.each(presets.map(({ name, config }) => [name, config]))(
  'the preset %s is a team wherever its makers run',
  (_, config) => {
    const types = [...Object.keys(makers), 'rehearsal'];
    try {
      expect(toForeignTeam(config, { backends: types, baseUrls: [] }).agents).not.toHaveLength(0);
    } catch (error) {
      expect(error).toMatchObject({ code: 'config.notAllowed' });
      expect(String(error)).toContain("a machine of one's own");
    }
  },
);

/** Values that come close to what a stranger may send, and to what one may not. */
const nearlyForeign = fc.letrec((tie) => ({
  key: fc.oneof(
    fc.constantFrom('agents', 'agent', 'id', 'backend', 'type', 'model', 'fallback', 'script'),
    fc.constantFrom(
      'base_url',
      'api_key',
      'mcp_servers',
      'orchestrator',
      'url',
      'headers',
      'command',
    ),
    fc.constantFrom('cwd', 'context_paths', 'plugins', 'permission_mode', 'allowed_tools'),
    fc.constantFrom('__proto__', 'constructor', 'toString'),
    fc.string(),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('openai', 'rehearsal', 'lmstudio', LISTED, 'https://127.1/', reference('X')),
    fc.jsonValue(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(tie('key') as fc.Arbitrary<string>, tie('value'), { maxKeys: 4 }),
  ),
}));

const members = fc.dictionary(nearlyForeign.key as fc.Arbitrary<string>, nearlyForeign.value, {
  maxKeys: 3,
});

const oneForeignAgent = fc
  .record({
    type: fc.constantFrom(...allowance.backends, 'grok'),
    backend: members,
    agent: members,
    config: members,
  })
  .map(({ type, backend, agent, config }) => ({
    ...(config as object),
    agents: [{ ...(agent as object), id: 'solo', backend: { ...(backend as object), type } }],
  }));

function expectHarmless(team: Team) {
  expect(Team.parse(team)).toEqual(team);
  for (const { type, options } of team.agents.flatMap(({ backends }) => backends)) {
    expect(allowance.backends).toContain(type);
    expect(options).not.toHaveProperty('api_key');
    expect(options).not.toHaveProperty('cwd');
    expect(JSON.stringify(Object.values(options))).not.toContain(`:"${reference('X')}"`);
  }
}

it('whatever comes from outside is a harmless team, or a fault of the configuration', () => {
  let teams = 0;
  fc.assert(
    fc.property(fc.oneof(nearlyForeign.value, oneForeignAgent), (value) => {
      const { team, error } = outcomeOf(JSON.parse(JSON.stringify(value)));
      if (team) expectHarmless(team);
      else expect(error).toHaveProperty('code', expect.stringMatching(/^config[.]/));
      teams += team ? 1 : 0;
    }),
    { numRuns: 1000 },
  );
  expect(teams).toBeGreaterThan(20);
});
