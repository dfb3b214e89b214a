import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchAt, claimKey, commitKey } from '../../../lib/core/context/address.ts';
import type { Commit } from '../../../lib/core/context/commit.ts';
import {
  fromAnnouncement,
  toContextCommitted,
} from '../../../lib/core/context/context-committed.ts';
import { emptyHistory, extend, headOf, stateAt } from '../../../lib/core/context/history.ts';
import { ItemKind, isVisibleTo } from '../../../lib/core/context/item.ts';
import { type Operation, PutOperation } from '../../../lib/core/context/operation.ts';
import type { State } from '../../../lib/core/context/state.ts';
import type { Json } from '../../../lib/core/shared/json.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { address, draft, landed, put, retire } from './_drafts.ts';

const item = fc.constantFrom('a', 'b', 'c', 'd');
const json = fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value)));
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record(
        {
          item,
          body: json,
          kind: fc.constantFrom(...ItemKind.options),
          tags: fc.array(fc.constantFrom('x', 'y')),
          visibility: fc.constantFrom('shared' as const, 'private' as const, ['one']),
        },
        { requiredKeys: ['item', 'body', 'kind'] },
      )
      .map((parts): PutOperation => PutOperation.parse({ op: 'put', ...parts })),
  },
  { weight: 1, arbitrary: item.map(retire) },
);
const history = fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), { maxLength: 8 });

/** What the commits amount to, told as plainly as can be. */
function naively(commits: readonly Commit[]) {
  const items: Record<string, unknown> = {};
  for (const { operations, author, version } of commits)
    for (const one of operations) {
      delete items[one.item];
      if (one.op === 'retire') continue;
      const { item: id, kind, body, tags = [], visibility = 'shared' } = one;
      items[id] = { id, kind, author, version, tags, visibility, body };
    }
  return items;
}

const itemsIn = ({ items }: State) => [...items.values()];

describe('the state of a context', () => {
  it('is the last put of each item that was not retired since, at every version', () =>
    fc.assert(
      fc.asyncProperty(history, async (plans) => {
        const { log } = memoryLog();
        for (const operations of plans) landed(await log.commit(address, draft(operations)));
        const whole = await log.history(address);
        for (let version = 0; version <= plans.length; version += 1) {
          const state = stateAt(whole, version);
          expect(state.version).toBe(version);
          expect(Object.fromEntries(itemsIn(state).map((one) => [one.id, one]))).toEqual(
            naively(whole.commits.slice(0, version)),
          );
        }
      }),
      { numRuns: 40 },
    ));

  it('is the same in whatever portions the commits arrive', () =>
    fc.assert(
      fc.asyncProperty(history, fc.nat(8), async (plans, cut) => {
        const { log } = memoryLog();
        for (const operations of plans) await log.commit(address, draft(operations));
        const commits = await log.after(address, 0);
        const first = extend(emptyHistory(), commits.slice(0, cut));
        const inPortions = extend(first, commits.slice(cut));
        const whole = extend(emptyHistory(), commits);
        expect(inPortions.commits).toEqual(whole.commits);
        expect(itemsIn(inPortions.state)).toEqual(itemsIn(whole.state));
        expect(itemsIn(first.state)).toEqual(itemsIn(stateAt(whole, cut)));
        expect(headOf(inPortions).version).toBe(plans.length);
      }),
      { numRuns: 20 },
    ));

  it('keeps earlier states as they were', async () => {
    const { log } = memoryLog();
    await log.commit(address, draft([put('a', 1)]));
    const before = await log.history(address);
    await log.commit(address, draft([put('a', 2), put('b', 1)]));
    expect(before.state.items.get('a')?.body).toBe(1);
    expect(before.state.items.has('b')).toBe(false);
    expect(stateAt(await log.history(address), 7).version).toBe(2);
  });
});

describe('an item', () => {
  const author = { agent: 'one' };

  it('that is shared is visible to all', () => {
    for (const agent of ['one', 'two'])
      expect(isVisibleTo(agent, { author, visibility: 'shared' })).toBe(true);
  });

  it('that is private is visible to its author alone', () => {
    expect(isVisibleTo('one', { author, visibility: 'private' })).toBe(true);
    expect(isVisibleTo('two', { author, visibility: 'private' })).toBe(false);
    expect(isVisibleTo('private', { author, visibility: 'private' })).toBe(false);
  });

  it('for some agents is visible to them and its author', () => {
    const visible = ['one', 'two', 'three'].filter((agent) =>
      isVisibleTo(agent, { author, visibility: ['two'] }),
    );
    expect(visible).toEqual(['one', 'two']);
  });
});

it('a commit is announced with what it is about, each kind once, and without a body', async () => {
  const { log } = memoryLog();
  const puts = [put('a', 'secret'), put('b', 'secret', { kind: 'vote' }), put('c', 'secret')];
  const commit = landed(await log.commit(address, draft([...puts, retire('d')])));
  const announced = toContextCommitted('tenant', commit);
  expect(announced).toEqual({
    specversion: '1.0',
    id: 'tenant/ctx/main/1',
    source: 'massgen',
    type: 'massgen.context.committed',
    time: commit.at,
    subject: 'ctx/main/1',
    datacontenttype: 'application/json',
    dataschema: 'urn:massgen:context.committed:1',
    data: {
      tenant: 'tenant',
      context: 'ctx',
      branch: 'main',
      version: 1,
      id: commit.id,
      author: 'user',
      kinds: ['note', 'vote'],
      tags: [],
      bytes: 24,
      tokens: 6,
      backends: [],
    },
  });
  expect(fromAnnouncement(JSON.parse(JSON.stringify(announced)))).toEqual(announced);
});

it('an announcement in a form that is not known here is refused, and says what is strange', () => {
  const other = { specversion: '1.0', dataschema: 'urn:massgen:context.committed:2' };
  for (const event of [other, { version: 1 }, 'text', null])
    expect(() => fromAnnouncement(event)).toThrow(
      expect.objectContaining({ code: 'event.invalid' }),
    );
});

it('a commit’s row is known by its key, and no other row is taken for one', () => {
  expect(branchAt(commitKey(address, 1).partition)).toEqual(address);
  expect(branchAt(claimKey(address, 'contexts').partition)).toBeUndefined();
  for (const other of ['contexts/sessions', 'tenant/contexts', 'tenant/contexts/a/b/c'])
    expect(branchAt(other)).toBeUndefined();
});
