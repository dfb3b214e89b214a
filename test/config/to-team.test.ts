import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toTeam } from '../../lib/config/to-team.ts';
import { reference } from '../../lib/config/variables.ts';
import { defaultLimits } from '../../lib/core/coordination/limits.ts';
import { Team } from '../../lib/core/coordination/team.ts';
import { environmentOf, oneAgent, rehearsing } from './support/config-of.ts';

const teamOf = (config: Parameters<typeof toTeam>[0], variables = {}) =>
  toTeam(config, environmentOf(variables));

const firstAgent = (config: Parameters<typeof toTeam>[0], variables = {}) => {
  const [agent] = teamOf(config, variables).team.agents;
  if (!agent) throw new Error('no agent');
  return agent;
};

describe('a team', () => {
  it('is what the configuration says, and the defaults where it says nothing', () => {
    const config = oneAgent(
      { type: 'grok', temperature: 0.5, base_url: 'http://127.0.0.1:9/v1', top_k: 3, min_p: 0.1 },
      { system_message: 'Be brief.', fallback: [{ type: 'lmstudio' }] },
    );
    const { team, warnings } = teamOf(config);
    expect(team).toEqual({
      agents: [
        {
          id: 'solo',
          systemMessage: 'Be brief.',
          backends: [
            {
              type: 'grok',
              model: 'grok-4.7',
              options: {
                temperature: 0.5,
                base_url: 'http://127.0.0.1:9/v1',
                top_k: 3,
                min_p: 0.1,
              },
            },
            { type: 'lmstudio', options: {} },
          ],
        },
      ],
      limits: defaultLimits,
      sharing: 'answers',
    });
    expect(Team.parse(team)).toEqual(team);
    expect(warnings).toEqual([]);
  });

  it.each([
    [false, { known: false, allow: [], also: [] }],
    [true, { known: true, allow: [], also: [] }],
    [{ also: ['acme_'] }, { known: true, allow: [], also: ['acme_'] }],
    [{ allow: ['EXAMPLE'] }, { known: true, allow: ['EXAMPLE'], also: [] }],
  ])('says what is masked: %j', (redact, redaction) => {
    const { team, warnings } = teamOf(rehearsing({ orchestrator: { context: { redact } } }));
    expect(team.redaction).toEqual(redaction);
    expect(Team.parse(team)).toEqual(team);
    expect(warnings).toEqual([]);
  });

  it('takes its limits and its sharing from the configuration', () => {
    const { team } = teamOf(
      rehearsing({
        timeout_settings: { orchestrator_timeout_seconds: 30 },
        orchestrator: {
          max_rounds: 2,
          max_new_answers_per_agent: 1,
          max_agent_failures: 4,
          turn_timeout_seconds: 5,
          budget: { usd: 0.5, tokens: 1000 },
          context: { sharing: 'transcript' },
          timeout: { orchestrator_timeout_seconds: 60 },
        },
      }),
    );
    expect(team.sharing).toBe('transcript');
    expect(team.limits).toEqual({
      rounds: 2,
      answersPerAgent: 1,
      agentFailures: 4,
      turnSeconds: 5,
      runSeconds: 30,
      usd: 0.5,
      tokens: 1000,
    });
  });

  it("takes MassGen's other place for the timeout where the first says nothing", () => {
    const orchestrator = { timeout: { orchestrator_timeout_seconds: 60 } };
    expect(teamOf(rehearsing({ orchestrator })).team.limits.runSeconds).toBe(60);
  });

  it('may be a single agent', () => {
    expect(teamOf({ agent: { id: 'a', backend: { type: 'grok' } } }).team.agents).toHaveLength(1);
  });
});

describe('a system message', () => {
  it.each([
    ['of the agent', { system_message: 'a' }, {}, 'a'],
    ['of the backend', {}, { system_message: 'b' }, 'b'],
    [
      'of the agent before that of the backend',
      { system_message: 'a' },
      { system_message: 'b' },
      'a',
    ],
    ['that is appended', { system_message: 'a' }, { append_system_prompt: 'c' }, 'a\n\nc'],
    ['that is only appended', { append_system_prompt: 'c' }, {}, 'c'],
    ['of nothing', { system_message: ' ' }, {}, undefined],
  ])("%s is the agent's", (_, agent, backend, expected) => {
    const { systemMessage, backends } = firstAgent(oneAgent({ type: 'grok', ...backend }, agent));
    expect(systemMessage).toBe(expected);
    expect(backends[0]?.options).toEqual({});
  });
});

describe('a variable', () => {
  it('is filled in wherever text may stand', () => {
    const config = oneAgent(
      { type: reference('TYPE'), base_url: `http://${reference('HOST')}/v1` },
      { system_message: `Hi ${reference('WHO')}, $${reference('NOT')}` },
    );
    const agent = firstAgent(config, { TYPE: 'zai', HOST: 'localhost', WHO: 'you' });
    expect(agent.systemMessage).toBe(`Hi you, ${reference('NOT')}`);
    expect(agent.backends[0]).toMatchObject({
      type: 'zai',
      options: { base_url: 'http://localhost/v1' },
    });
  });

  it.each([
    ['agents[0].system_message', oneAgent({ type: 'grok' }, { system_message: reference('X') })],
    ['agents[0].backend.api_key', oneAgent({ type: 'grok', api_key: reference('X') })],
    ['agents[0].backend.type', oneAgent({ type: reference('X') })],
  ])('that is not set ends it, at %s', (path, config) => {
    expect(() => teamOf(config)).toThrow(
      expect.objectContaining({ code: 'config.variableMissing', facts: { path, name: 'X' } }),
    );
  });

  it('that holds what is not valid there ends it', () => {
    expect(() => teamOf(oneAgent({ type: reference('X') }), { X: 'nonsense' })).toThrow(
      expect.objectContaining({ code: 'config.invalid' }),
    );
  });
});

describe('a configuration with errors', () => {
  it('is refused with the first of them, and the number of the others', () => {
    expect(() => teamOf({ agents: [{ backend: { type: 'grokk' } }] })).toThrow(
      'agents[0].id: `id` is missing. (1 more)',
    );
    expect(() => teamOf(oneAgent({ type: 'grokk' }))).toThrow(
      expect.objectContaining({ hint: 'Did you mean `grok`?' }),
    );
  });
});

describe('a backend that does not run here', () => {
  const notClaudeCode = (type: string) => type !== 'claude_code';

  it.each(['claude_code'])('%s ends it', (type) => {
    expect(() => toTeam(oneAgent({ type }), () => undefined, notClaudeCode)).toThrow(
      expect.objectContaining({
        code: 'config.backendNotHere',
        facts: { agent: 'solo', backend: type },
      }),
    );
  });

  it('is passed over where a fallback can run, and that is said', () => {
    const fallback = [{ type: 'claude_code' }, { type: 'grok', api_key: 'k' }];
    const config = oneAgent({ type: 'claude_code' }, { fallback });
    const { team, keys, warnings } = toTeam(config, () => undefined, notClaudeCode);
    expect(team.agents[0]?.backends.map(({ type }) => type)).toEqual(['grok']);
    expect(keys.get('solo')).toEqual(['k']);
    expect(warnings.map(({ path }) => path)).toEqual([
      'agents[0].backend.type',
      'agents[0].fallback[0].type',
    ]);
  });
});

describe('what a backend is not told', () => {
  it("is MassGen's own, and that is said unless it is switched off", () => {
    const config = oneAgent({
      type: 'zai',
      enable_web_search: true,
      enable_code_execution: false,
      command_line_anything: 'x',
      script: [{ text: 'a' }],
      cwd: 'w',
    });
    const { team, warnings } = teamOf(config);
    expect(team.agents[0]?.backends[0]?.options).toEqual({});
    expect(warnings.map(({ path }) => path).toSorted()).toEqual([
      'agents[0].backend.command_line_anything',
      'agents[0].backend.cwd',
      'agents[0].backend.enable_web_search',
      'agents[0].backend.script',
    ]);
  });

  it('is not what switches on what its maker has', () => {
    const switched = { enable_web_search: true, mcp_servers: { files: { command: 'files' } } };
    const { team, warnings } = teamOf(oneAgent({ type: 'grok', ...switched }));
    expect(team.agents[0]?.backends[0]?.options).toEqual(switched);
    expect(warnings).toEqual([]);
  });
});

describe('a rehearsal', () => {
  it('keeps its script', () => {
    const script = [{ answer: 'a', delay_ms: 5 }, { error: 'backend.cut' }];
    expect(firstAgent(oneAgent({ type: 'rehearsal', script })).backends[0]?.options).toEqual({
      script,
    });
  });

  it('is told nothing that its script does not know', () => {
    const script = [{ vote: 'solo', reason: 'why', note: 'for me' }];
    expect(firstAgent(oneAgent({ type: 'rehearsal', script })).backends[0]?.options).toEqual({
      script: [{ vote: 'solo', reason: 'why' }],
    });
  });

  it('may do without a script', () => {
    expect(firstAgent(oneAgent({ type: 'rehearsal' })).backends[0]?.options).toEqual({});
  });
});

describe('a secret', () => {
  const literal = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/).map((text) => `q9${text}`);
  const secretName = fc.constantFrom(
    'auth_token',
    'client_secret',
    'apiKey',
    'password',
    'x-api-key',
  );

  it('that is written out is in the keys and never in the team', () => {
    fc.assert(
      fc.property(literal, literal, literal, secretName, (own, other, third, name) => {
        const config = oneAgent(
          {
            type: 'grok',
            api_key: own,
            [name]: third,
            extra: { nested: [{ [name]: third }] },
            mcp_servers: { x: { env: { ANYTHING: third }, headers: { Authorization: third } } },
          },
          { fallback: [{ type: 'zai', api_key: other }] },
        );
        const { team, keys } = teamOf(config);
        for (const secret of [own, other, third])
          expect(JSON.stringify(team)).not.toContain(secret);
        expect(keys.get('solo')).toEqual([own, other]);
        expect(JSON.stringify(keys)).toBe('{}');
      }),
      { numRuns: 30 },
    );
  });

  it('that is referred to stays a reference in the team', () => {
    const config = oneAgent({ type: 'grok', api_key: reference('MINE') });
    const { team, keys } = teamOf(config, { MINE: 'value' });
    expect(team.agents[0]?.backends[0]?.options).toEqual({ api_key: reference('MINE') });
    expect(keys.get('solo')).toEqual(['value']);
  });

  it('that is put together from a reference is no reference', () => {
    const config = oneAgent({ type: 'grok', api_key: `pre-${reference('MINE')}` });
    const { team, keys } = teamOf(config, { MINE: 'value' });
    expect(team.agents[0]?.backends[0]?.options).toEqual({});
    expect(keys.get('solo')).toEqual(['pre-value']);
  });

  it('anywhere but in `api_key` is left out, and that is said', () => {
    const { warnings } = teamOf(oneAgent({ type: 'grok', auth_token: 'abc' }));
    expect(warnings).toMatchObject([
      { path: 'agents[0].backend.auth_token', message: expect.stringContaining('holds a secret') },
    ]);
  });
});
