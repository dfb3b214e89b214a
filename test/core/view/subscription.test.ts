import { expect, it } from 'vitest';
import type { Item } from '../../../lib/core/context/item.ts';
import { matches, Subscription, toSubscription } from '../../../lib/core/view/subscription.ts';

const note: Item = {
  id: 'facts',
  kind: 'note',
  author: { agent: 'ada' },
  version: 1,
  tags: ['decided', 'api'],
  visibility: 'shared',
  body: 'REST.',
};

const wants = (more: object) => toSubscription({ agent: 'bob', ...more });

it('asks for everything on main that its agent may see, unless it says otherwise', () => {
  expect(matches(wants({}), note)).toBe(true);
  expect(matches(wants({}), note, 'draft')).toBe(false);
  expect(matches(wants({}), { ...note, visibility: 'private' })).toBe(false);
  expect(matches(wants({}), { ...note, visibility: ['bob'] })).toBe(true);
});

it.each([
  [{ kinds: ['note', 'artifact'] }, { kinds: ['vote'] }],
  [{ authors: ['ada'] }, { authors: ['carl'] }],
  [{ tags: ['ui', 'api'] }, { tags: ['ui'] }],
  [{ branches: ['main', 'draft'] }, { branches: ['draft'] }],
])('is met by any of the names in a list: %j, and not by others: %j', (met, unmet) => {
  expect(matches(wants(met), note)).toBe(true);
  expect(matches(wants(unmet), note)).toBe(false);
});

it('never calls an agent to act on what it wrote itself, but shows it that', () => {
  const own = { ...note, author: { agent: 'bob' } };
  expect(matches(wants({ then: 'act' }), own)).toBe(false);
  expect(matches(wants({ then: 'act' }), note)).toBe(true);
  expect(matches(wants({}), own)).toBe(true);
});

it('has bounds for acting, each with a default', () => {
  expect(wants({ then: 'act', bounds: { usd: 0.2 } }).bounds).toEqual({
    depth: 3,
    perMinute: 6,
    usd: 0.2,
  });
});

it.each([
  [null, /cannot be taken/, /context-sharing/],
  [{ agent: 'bob', kinds: ['nots'] }, /kinds\.0/, /Kinds are message, answer/],
  [{ agent: 'bob', kinds: [] }, /kinds/, /Kinds are/],
  [{ agent: 'bob', tags: [] }, /tags/, /context-sharing/],
  [{ agent: 'bob', topics: ['a'] }, /topics/, /context-sharing/],
  [{ agent: 'bob', then: 'act', authors: ['bob'] }, /nothing can match/, /another author/],
])('refuses %j and says why', (value, says, hint) => {
  expect(() => toSubscription(value)).toThrow(
    expect.objectContaining({
      code: 'subscription.invalid',
      message: expect.stringMatching(says),
      hint: expect.stringMatching(hint),
    }),
  );
});

it('reads what it has written', () => {
  const written = wants({ kinds: ['note'], budget: 100 });
  expect(Subscription.parse(JSON.parse(JSON.stringify(written)))).toEqual(written);
});
