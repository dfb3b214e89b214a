import { describe, expect, it } from 'vitest';
import { backendTypes } from '../../lib/config/backend-types.ts';
import { validateConfig } from '../../lib/config/validate-config.ts';
import { reference } from '../../lib/config/variables.ts';
import { environmentOf, oneAgent, rehearsing } from './support/config-of.ts';

const grok = { type: 'grok' };
const errorsOf = (config: unknown) => validateConfig(config, environmentOf()).errors;

const cases: readonly (readonly [string, unknown, string, RegExp, RegExp])[] = [
  ['a list', [], '', /mapping of keys/, /agents/],
  ['text', 'agents', '', /mapping of keys/, /agents/],
  ['no agents', {}, 'agents', /names no agents/, /Add `agents:`/],
  ['an empty list of agents', { agents: [] }, 'agents', /must not be empty/, /^$/],
  [
    'both lists and one',
    { ...oneAgent(grok), agent: { id: 'b', backend: grok } },
    'agent',
    /both/,
    /into the list/,
  ],
  [
    'agents as a mapping',
    { agents: { a: { backend: grok } } },
    'agents',
    /must be a list, not a mapping/,
    /dash/,
  ],
  [
    'an agent that is text',
    { agents: ['a'] },
    'agents[0]',
    /Entry 1 must be a mapping, not text/,
    /^$/,
  ],
  ['no id', { agents: [{ backend: grok }] }, 'agents[0].id', /`id` is missing/, /Add `id`/],
  ['no backend', { agent: { id: 'a' } }, 'agent.backend', /`backend` is missing/, /Add `backend`/],
  [
    'no type',
    oneAgent({ model: 'm' }),
    'agents[0].backend.type',
    /`type` is missing/,
    /Add `type`/,
  ],
  [
    'an empty key',
    oneAgent({ type: null }),
    'agents[0].backend.type',
    /`type` is missing/,
    /Add `type`/,
  ],
  [
    'an id twice',
    {
      agents: [
        { id: 'a', backend: grok },
        { id: 'a', backend: grok },
      ],
    },
    'agents[1].id',
    /"a" already/,
    /of its own/,
  ],
  [
    'an id that is a number',
    { agents: [{ id: 7, backend: grok }] },
    'agents[0].id',
    /must be text, not a number/,
    /"7"/,
  ],
  [
    'an id of two lines',
    oneAgent(grok, { id: 'a\nb' }),
    'agents[0].id',
    /"a\\nb" holds control/,
    /plain name/,
  ],
  [
    'an id that steers a terminal',
    oneAgent(grok, { id: '\u001b[2Ja' }),
    'agents[0].id',
    /control/,
    /plain/,
  ],
  [
    'an id that turns text around',
    oneAgent(grok, { id: 'a\u202eb' }),
    'agents[0].id',
    /control/,
    /plain/,
  ],
  ['an id of spaces', oneAgent(grok, { id: '  ' }), 'agents[0].id', /is empty/, /plain/],
  [
    'a long id',
    oneAgent(grok, { id: 'a'.repeat(101) }),
    'agents[0].id',
    /longer than 100/,
    /short/,
  ],
  ['the id of a person', oneAgent(grok, { id: 'user' }), 'agents[0].id', /is taken/, /plain/],
  ['a misspelt type', oneAgent({ type: 'grokk' }), 'agents[0].backend.type', /"grokk"/, /^grok$/],
  [
    'a type with a capital',
    oneAgent({ type: 'LMStudio' }),
    'agents[0].backend.type',
    /There are: /,
    /^lmstudio$/,
  ],
  [
    'a type by its maker',
    oneAgent({ type: 'anthropic' }),
    'agents[0].backend.type',
    /"anthropic"/,
    /^claude$/,
  ],
  [
    'a fallback of no type',
    oneAgent(grok, { fallback: [grok, { type: 'zia' }] }),
    'agents[0].fallback[1].type',
    /"zia"/,
    /^zai$/,
  ],
  [
    'a fallback that is no list',
    oneAgent(grok, { fallback: grok }),
    'agents[0].fallback',
    /must be a list/,
    /dash/,
  ],
  [
    'a fallback that is text',
    oneAgent(grok, { fallback: ['grok'] }),
    'agents[0].fallback[0]',
    /must be a mapping/,
    /^$/,
  ],
  [
    'no model where one is needed',
    oneAgent({ type: 'groq' }),
    'agents[0].backend.model',
    /Groq has no model of choice/,
    /`model:`/,
  ],
  [
    'no model for another server',
    oneAgent({ type: 'chatcompletion', base_url: 'http://x/v1' }),
    'agents[0].backend.model',
    /missing/,
    /model/,
  ],
  [
    'a model that is a number',
    oneAgent({ type: 'grok', model: 4.7 }),
    'agents[0].backend.model',
    /text, not a number/,
    /"4.7"/,
  ],
  [
    'a temperature in words',
    oneAgent({ type: 'grok', temperature: 'warm' }),
    'agents[0].backend.temperature',
    /must be a number, not text/,
    /^$/,
  ],
  [
    'a temperature in quotes',
    oneAgent({ type: 'grok', temperature: '0.5' }),
    'agents[0].backend.temperature',
    /must be a number/,
    /without quotes: 0.5/,
  ],
  [
    'too high a temperature',
    oneAgent({ type: 'grok', temperature: 3 }),
    'agents[0].backend.temperature',
    /at most 2/,
    /^$/,
  ],
  [
    'a negative top_p',
    oneAgent({ type: 'grok', top_p: -1 }),
    'agents[0].backend.top_p',
    /at least 0/,
    /^$/,
  ],
  [
    'half a token',
    oneAgent({ type: 'grok', max_tokens: 0.5 }),
    'agents[0].backend.max_tokens',
    /whole number/,
    /^$/,
  ],
  [
    'no tokens',
    oneAgent({ type: 'grok', max_tokens: 0 }),
    'agents[0].backend.max_tokens',
    /more than 0/,
    /^$/,
  ],
  [
    'a yes of YAML 1.1',
    oneAgent({ type: 'grok', enable_web_search: 'yes' }),
    'agents[0].backend.enable_web_search',
    /true or false, not text/,
    /^true$/,
  ],
  [
    'a misspelt mode',
    oneAgent({ type: 'claude_code', permission_mode: 'acceptEdit' }),
    'agents[0].backend.permission_mode',
    /one of default, acceptEdits/,
    /^acceptEdits$/,
  ],
  [
    'an address without a scheme',
    oneAgent({ type: 'lmstudio', base_url: 'localhost' }),
    'agents[0].backend.base_url',
    /no|not an http/,
    /in full/,
  ],
  [
    'an address of a file',
    oneAgent({ type: 'lmstudio', base_url: 'file:///etc/passwd' }),
    'agents[0].backend.base_url',
    /not an http/,
    /in full/,
  ],
  [
    'an address with a password',
    oneAgent({ type: 'grok', base_url: 'https://me:pw@api.x.ai/v1' }),
    'agents[0].backend.base_url',
    /password/,
    /`api_key`/,
  ],
  [
    'servers that are text',
    oneAgent({ type: 'grok', mcp_servers: 'x' }),
    'agents[0].backend.mcp_servers',
    /a list or a mapping, not text/,
    /^$/,
  ],
  [
    'a server whose command is a list',
    oneAgent({ type: 'grok', mcp_servers: [{ name: 'x', command: [] }] }),
    'agents[0].backend.mcp_servers[0].command',
    /must be text, not a list/,
    /^$/,
  ],
  [
    'a server of a mapping whose args are text',
    oneAgent({ type: 'grok', mcp_servers: { x: { args: 'y' } } }),
    'agents[0].backend.mcp_servers.x.args',
    /must be a list/,
    /dash/,
  ],
  [
    'rounds below one',
    rehearsing({ orchestrator: { max_rounds: 0 } }),
    'orchestrator.max_rounds',
    /more than 0/,
    /^$/,
  ],
  [
    'a budget below nothing',
    rehearsing({ orchestrator: { budget: { usd: -1 } } }),
    'orchestrator.budget.usd',
    /more than 0/,
    /^$/,
  ],
  [
    'a timeout of a century',
    rehearsing({ timeout_settings: { orchestrator_timeout_seconds: 3_153_600_000 } }),
    'timeout_settings.orchestrator_timeout_seconds',
    /at most 31536000/,
    /^$/,
  ],
  [
    'a misspelt way of sharing',
    rehearsing({ orchestrator: { context: { sharing: 'transcripts' } } }),
    'orchestrator.context.sharing',
    /one of answers, transcript, none/,
    /^transcript$/,
  ],
  [
    'a secret too short to look for',
    rehearsing({ orchestrator: { context: { redact: { also: ['abc'] } } } }),
    'orchestrator.context.redact.also[0]',
    /4 to 200 characters/,
    /more of it/,
  ],
  [
    'more secrets than can be looked for',
    rehearsing({ orchestrator: { context: { redact: { also: Array(101).fill('acme_') } } } }),
    'orchestrator.context.redact.also',
    /At most 100/,
    /begin with/,
  ],
  [
    'a word where a choice is asked for',
    rehearsing({ orchestrator: { context: { redact: 'yes' } } }),
    'orchestrator.context.redact',
    /true or false or a mapping/,
    /^$/,
  ],
  [
    'an entry that does two things',
    oneAgent({ type: 'rehearsal', script: [{ answer: 'a', vote: 'solo' }] }),
    'agents[0].backend.script[0]',
    /exactly one of/,
    /each model call/,
  ],
  [
    'an entry that does nothing',
    oneAgent({ type: 'rehearsal', script: [{ delay_ms: 5 }] }),
    'agents[0].backend.script[0]',
    /exactly one of/,
    /each model call/,
  ],
  [
    'a script that is empty',
    oneAgent({ type: 'rehearsal', script: [] }),
    'agents[0].backend.script',
    /must not be empty/,
    /^$/,
  ],
  [
    'a script that is text',
    oneAgent({ type: 'rehearsal', script: 'hello' }),
    'agents[0].backend.script',
    /must be a list/,
    /dash/,
  ],
  [
    'a misspelt fault',
    oneAgent({ type: 'rehearsal', script: [{ error: 'backend.overloadde' }] }),
    'agents[0].backend.script[0].error',
    /one of backend/,
    /^backend.overloaded$/,
  ],
  [
    'a fault of something else',
    oneAgent({ type: 'rehearsal', script: [{ error: 'session.busy' }] }),
    'agents[0].backend.script[0].error',
    /one of backend/,
    /^backend\./,
  ],
  [
    'a delay into the past',
    oneAgent({ type: 'rehearsal', script: [{ text: 'a', delay_ms: -1 }] }),
    'agents[0].backend.script[0].delay_ms',
    /at least 0/,
    /^$/,
  ],
  [
    'a number without end',
    oneAgent({ type: 'grok', temperature: Number.POSITIVE_INFINITY }),
    'agents[0].backend.temperature',
    /JSON/,
    /numbers/,
  ],
];

describe('an error', () => {
  it.each(cases)('names %s', (_, config, path, message, suggestion) => {
    const errors = errorsOf(config);
    expect(errors.map((error) => error.path)).toContain(path);
    const [error] = errors.filter((each) => each.path === path);
    expect(error?.message).toMatch(message);
    expect(error?.suggestion).toMatch(suggestion);
    expect(errors).toHaveLength(1);
  });

  it.each([
    'models',
    'model_configs',
    'num_agents',
    'max_rounds',
    'consensus_threshold',
    'voting_enabled',
    'enable_voting',
  ])('says that %s belongs to a V1 file, and nothing else about it', (key) => {
    const { errors, warnings } = validateConfig(rehearsing({ [key]: 1 }), environmentOf());
    expect(errors).toEqual([
      expect.objectContaining({ path: key, message: expect.stringContaining('V1 file') }),
    ]);
    expect(errors[0]?.suggestion).not.toBe('');
    expect(warnings).toEqual([]);
  });

  it.each([
    'azure_openai',
    'ag2',
    'codex',
    'copilot',
    'gemini_cli',
    'antigravity_cli',
    'uitars',
    'nvidia_nim',
    'inference',
  ])('names %s as not supported, and what to use instead', (type) => {
    const [error] = errorsOf(oneAgent({ type, model: 'm' }));
    expect(error).toMatchObject({
      path: 'agents[0].backend.type',
      message: `The backend type \`${type}\` is not supported here.`,
    });
    const named = backendTypes.filter((known) => error?.suggestion.includes(`\`${known}\``));
    expect(named).not.toEqual([]);
  });

  it('stops at a value that holds itself', () => {
    const config: Record<string, unknown> = { ...rehearsing({}) };
    config['ui'] = config;
    expect(errorsOf(config)).toMatchObject([{ message: 'This is nested too deeply.' }]);
  });

  it('shows nothing to a terminal that could steer it', () => {
    const hostile = '\u001b[31m\u009b\u202e\n';
    const config = { ...oneAgent({ type: hostile, [hostile]: 1 }), [hostile]: {} };
    const { errors, warnings } = validateConfig(config, environmentOf());
    const said = [...errors, ...warnings].map(({ path, message }) => path + message).join('');
    expect(errors).toHaveLength(1);
    expect(warnings).toHaveLength(2);
    expect(said).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

describe('what is valid', () => {
  it.each(['openai', 'claude', 'gemini', 'claude_code', 'grok', 'zai', 'lmstudio', 'ollama'])(
    '%s needs no model',
    (type) => {
      expect(errorsOf(oneAgent({ type }))).toEqual([]);
    },
  );

  it('a key with nothing behind it counts as not written', () => {
    const verdict = validateConfig(
      { ...oneAgent({ type: 'grok', model: null }, { system_message: null }), orchestrator: null },
      environmentOf(),
    );
    expect(verdict).toEqual({ valid: true, errors: [], warnings: [] });
  });

  it('tool servers may be a list or a mapping', () => {
    const server = { command: 'npx', args: ['-y', 3000], env: { PORT: 8080 } };
    const config = (mcp_servers: object) => oneAgent({ type: 'grok', mcp_servers } as never);
    expect(errorsOf(config([{ name: 'x', type: 'stdio', ...server }]))).toEqual([]);
    expect(errorsOf(config({ x: server }))).toEqual([]);
  });

  it('a reference may stand where its value is not known yet', () => {
    const config = oneAgent({
      type: reference('TYPE'),
      base_url: reference('URL'),
      permission_mode: reference('MODE'),
    });
    expect(errorsOf(config)).toEqual([]);
  });

  it('what a reference stands for is looked at', () => {
    const lookup = environmentOf({ TYPE: 'grokk' });
    const verdict = validateConfig(oneAgent({ type: reference('TYPE') }), lookup);
    expect(verdict.errors).toMatchObject([{ suggestion: 'grok' }]);
  });
});
