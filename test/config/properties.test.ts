import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { Config } from '../../lib/config/schema/config.ts';
import { places } from '../../lib/config/schema/places.ts';
import { toTeam } from '../../lib/config/to-team.ts';
import { validateConfig } from '../../lib/config/validate-config.ts';
import { reference } from '../../lib/config/variables.ts';
import { Team } from '../../lib/core/coordination/team.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { environmentOf, oneAgent, rehearsing } from './support/config-of.ts';

/** Values that come close to a configuration, and miss it in every way. */
const nearlyConfig = fc.letrec((tie) => ({
  key: fc.oneof(
    fc.constantFrom('agents', 'agent', 'id', 'backend', 'type', 'model', 'fallback', 'script'),
    fc.constantFrom('base_url', 'api_key', 'mcp_servers', 'orchestrator', 'context', 'budget'),
    fc.constantFrom('answer', 'vote', 'error', 'env', '__proto__', 'constructor', 'toString'),
    fc.string(),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('grok', 'rehearsal', 'azure_openai', 'http://x', reference('X'), ''),
    fc.jsonValue(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(tie('key') as fc.Arbitrary<string>, tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** One agent, and beside what it needs whatever else a mapping can hold. */
const oftenValid = fc
  .record({
    type: fc.constantFrom('grok', 'rehearsal', 'openai', 'lmstudio'),
    inBackend: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
    inAgent: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
    script: fc.option(fc.array(fc.record({ text: fc.string() }), { minLength: 1 })),
  })
  .map(({ type, inBackend, inAgent, script }) =>
    oneAgent({ ...(inBackend as object), script, type }, inAgent as Record<string, Json>),
  );

describe('any value at all', () => {
  it('gets a verdict, and no verdict contradicts itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearlyConfig), (value) => {
        const { valid, errors, warnings } = validateConfig(value, environmentOf());
        expect(valid).toBe(errors.length === 0);
        for (const problem of [...errors, ...warnings]) {
          expect(Object.keys(problem).toSorted()).toEqual(['message', 'path', 'suggestion']);
          expect(problem.message).not.toBe('');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('that is valid and refers to nothing becomes a team, or is refused by name', () => {
    fc.assert(
      fc.property(oftenValid, (value) => {
        fc.pre(validateConfig(value, environmentOf()).valid);
        try {
          expect(Team.parse(toTeam(value, environmentOf()).team).agents).toHaveLength(1);
        } catch (error) {
          expect(error).toHaveProperty('code', expect.stringMatching(/^config[.]/));
        }
      }),
      { numRuns: 100 },
    );
  });
});

const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');

/** A word with one letter left out, put in, or taken for another. */
const slipOf = (word: string) =>
  fc
    .record({ at: fc.nat(word.length - 1), letter: letters, kind: fc.constantFrom(0, 1, 2) })
    .map(({ at, letter, kind }) =>
      kind === 2
        ? word.slice(0, at) + word.slice(at + 1)
        : word.slice(0, at) + letter + word.slice(at + kind),
    );

/** Each mapping of the schema: its keys, and a configuration with one key more in it. */
const shapes = {
  config: { schema: Config, prefix: '', holding: (more: Json) => rehearsing(more as never) },
  agent: {
    schema: Config.shape.agent.unwrap(),
    prefix: 'agents[0].',
    holding: (more: Json) => oneAgent({ type: 'rehearsal' }, more as never),
  },
  backend: {
    schema: Config.shape.agent.unwrap().shape.backend,
    prefix: 'agents[0].backend.',
    holding: (more: Json) => oneAgent({ type: 'grok', ...(more as object) }),
  },
  orchestrator: {
    schema: Config.shape.orchestrator.unwrap(),
    prefix: 'orchestrator.',
    holding: (more: Json) => rehearsing({ orchestrator: more }),
  },
  context: {
    schema: Config.shape.orchestrator.unwrap().shape.context.unwrap(),
    prefix: 'orchestrator.context.',
    holding: (more: Json) => rehearsing({ orchestrator: { context: more } }),
  },
  budget: {
    schema: Config.shape.orchestrator.unwrap().shape.budget.unwrap(),
    prefix: 'orchestrator.budget.',
    holding: (more: Json) => rehearsing({ orchestrator: { budget: more } }),
  },
  timeouts: {
    schema: Config.shape.timeout_settings.unwrap(),
    prefix: 'timeout_settings.',
    holding: (more: Json) => rehearsing({ timeout_settings: more }),
  },
};

const keysOf = (schema: z.ZodObject) => [
  ...Object.keys(schema.shape),
  ...Object.keys(places.get(schema)?.idle ?? {}),
];

describe.each(Object.entries(shapes))('a slip in a key of %s', (_, { schema, prefix, holding }) => {
  const keys = keysOf(schema);

  it('is answered with the right word', () => {
    const slips = fc
      .constantFrom(...keys)
      .chain((key) => slipOf(key).map((slip) => ({ key, slip })));
    fc.assert(
      fc.property(slips, ({ key, slip }) => {
        fc.pre(slip !== '' && !keys.includes(slip) && onlyOneIsNear(slip, keys));
        const { warnings } = validateConfig(holding({ [slip]: 1 }), environmentOf());
        const [warning] = warnings.filter(({ path }) => path === prefix + slip);
        expect(warning?.suggestion).toBe(key);
      }),
      { numRuns: 100 },
    );
  });
});

/** Some slips lie between two words: `top_x`. */
const onlyOneIsNear = (slip: string, keys: readonly string[]) =>
  keys.filter((key) => isOneSlipAway(slip, key)).length === 1;

function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  return (
    a.slice(start + 1) === b.slice(start + 1) ||
    a.slice(start + 1) === b.slice(start) ||
    a.slice(start) === b.slice(start + 1)
  );
}
