import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toForeignTeam } from '../../lib/config/foreign-config.ts';
import { parseConfig } from '../../lib/config/parse-config.ts';
import { SharedContext } from '../../lib/config/schema/shared-context.ts';
import { toTeam } from '../../lib/config/to-team.ts';
import { validateConfig } from '../../lib/config/validate-config.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { rehearsing } from './support/config-of.ts';

const page = readFileSync('docs/context-sharing.md', 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);
const nothing = () => undefined;

const team = (...ids: readonly string[]) =>
  ids.map((id) => ({ id, backend: { type: 'rehearsal', script: [{ answer: 'A' }] } }));
const sharing = (context: Json, ...ids: readonly string[]) => ({
  agents: team(...(ids.length > 0 ? ids : ['ada', 'bob'])),
  orchestrator: { context },
});

/** The keys of a schema, at any depth. */
const keysIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, ...more } = schema as { readonly properties?: object };
  return [
    ...Object.keys(properties),
    ...[...Object.values(properties), ...Object.values(more)].flatMap(keysIn),
  ];
};
const viewOf = (context: Json) => toTeam(sharing(context), nothing).team.view;

describe('the page on what agents see', () => {
  it('has an example of every key, which is understood to the last word', () => {
    const [example = ''] = examples;
    const document = { ...parseConfig(example, 'page.yaml'), agents: team('coder', 'reviewer') };
    expect(validateConfig(document, nothing)).toEqual({ valid: true, errors: [], warnings: [] });
    const { view, sharing: shared } = toTeam(document, nothing).team;
    expect(shared).toBe('transcript');
    expect(view).toMatchObject({
      budget: 12_000,
      compression: { outputCharacters: 800, share: 0.6 },
      subscriptions: [
        { agent: 'reviewer', authors: ['coder'], budget: 8000, then: 'view' },
        { agent: 'coder', tags: ['decided', 'spec'] },
        { agent: 'reviewer', tags: ['decided', 'spec'] },
        { agent: 'coder', then: 'act', bounds: { depth: 2, perMinute: 4, usd: 0.5 } },
      ],
    });
  });

  it('shows each key that there is', () => {
    const keys = new Set(keysIn(z.toJSONSchema(SharedContext)));
    expect(keys.size).toBeGreaterThan(15);
    const shown = examples.join('\n');
    expect([...keys].filter((key) => !new RegExp(`\\b${key}:`).test(shown))).toEqual([]);
  });

  it.each(examples.slice(1))('has a template that is understood: %s', (yaml) => {
    const verdict = validateConfig(parseConfig(yaml, 'page.yaml'), nothing);
    expect(verdict).toEqual({ valid: true, errors: [], warnings: [] });
  });
});

it('nothing is said of views where the configuration says nothing', () => {
  expect(viewOf({ sharing: 'transcript' })).toBeUndefined();
});

it.each([
  [{ compresion: {} }, 'orchestrator.context.compresion', 'compression'],
  [{ compression: { shar: 1 } }, 'orchestrator.context.compression.shar', 'share'],
  [{ subscriptions: [{ kind: ['note'] }] }, 'orchestrator.context.subscriptions[0].kind', 'kinds'],
  [
    { subscriptions: [{ authors: ['adda'] }] },
    'orchestrator.context.subscriptions[0].authors[0]',
    'ada',
  ],
  [
    { subscriptions: [{ bounds: { per_minut: 1 } }] },
    'orchestrator.context.subscriptions[0].bounds.per_minut',
    'per_minute',
  ],
])('a slip of the pen is met with what was meant: %j', (context, path, suggestion) => {
  const { warnings } = validateConfig(sharing(context), nothing);
  expect(warnings).toMatchObject([{ path, suggestion }]);
});

it.each([
  [
    { subscriptions: [{ kinds: ['notes'] }] },
    'subscriptions[0].kinds[0]',
    /one of message/,
    'note',
  ],
  [{ subscriptions: [{ tags: [] }] }, 'subscriptions[0].tags', /not be empty/, ''],
  [{ subscriptions: [{ agent: 'bop' }] }, 'subscriptions[0].agent', /no agent "bop"/, 'bob'],
  [
    { subscriptions: [{ agent: 'bob', authors: ['bob'], then: 'act' }] },
    'subscriptions[0].authors',
    /nothing can match/,
    'Name another author, or leave `authors` out.',
  ],
  [{ compression: { steps: ['sumary'] } }, 'compression.steps[0]', /one of superseded/, 'summary'],
  [{ token_budget: 0 }, 'token_budget', /more than 0/, ''],
])('what cannot be meant is refused: %j', (context, path, message, suggestion) => {
  const { errors } = validateConfig(sharing(context), nothing);
  expect(errors).toEqual([
    {
      path: `orchestrator.context.${path}`,
      message: expect.stringMatching(message),
      suggestion,
    },
  ]);
});

it.each([
  [{ token_budget: 1_000_000 }, 'token_budget'],
  [{ subscriptions: Array.from({ length: 201 }, () => ({ agent: 'a' })) }, 'subscriptions'],
  [{ subscriptions: [{ then: 'act', bounds: { depth: 99 } }] }, 'subscriptions.bounds.depth'],
  [{ subscriptions: [{ bounds: { per_minute: 999 } }] }, 'subscriptions.bounds.per_minute'],
  [{ subscriptions: [{ bounds: { usd: 999 } }] }, 'subscriptions.bounds.usd'],
])('a configuration from outside asks for no more than a service can bear', (context, path) => {
  const allowance = { backends: ['rehearsal'], baseUrls: [] };
  expect(() => toForeignTeam(sharing(context, 'a'), allowance)).toThrow(
    expect.objectContaining({
      code: 'config.notAllowed',
      facts: expect.objectContaining({ path: `orchestrator.context.${path}` }),
    }),
  );
  expect(toForeignTeam(rehearsing({}), allowance).view).toBeUndefined();
});
