import { describe, expect, it } from 'vitest';
import { commitKey, commitsOf, mainBranch } from '../../../lib/core/context/address.ts';
import type { ContextLog } from '../../../lib/core/context/context-log.ts';
import type { Draft } from '../../../lib/core/context/draft.ts';
import { verifyChain } from '../../../lib/core/context/integrity.ts';
import { MAX_COMMIT_BYTES, MAX_ITEM_BYTES } from '../../../lib/core/context/limits.ts';
import { rollBack } from '../../../lib/core/context/roll-back.ts';
import type { Json } from '../../../lib/core/shared/json.ts';
import type { Row, Table } from '../../../lib/core/shared/table.ts';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { address, draft, fault, note, put } from './_drafts.ts';
import { outrun } from './_tables.ts';

/** What a program may hand in although its types forbid it. */
const asJson = (value: unknown) => value as Json;
const asDraft = (value: unknown) => value as Draft;

const ring: Record<string, unknown> = {};
ring['itself'] = ring;
const deep = JSON.parse(`${'['.repeat(60_000)}${']'.repeat(60_000)}`);
const holey = [1, 2, 3];
delete holey[1];

/** The context, ids and all, in which nothing may have been written. */
async function expectNothing({ log, table }: ReturnType<typeof memoryLog>) {
  expect(await log.after(address, 0)).toEqual([]);
  for await (const row of table.list('tenant/commit-ids/ctx/main')) expect(row).toBeUndefined();
}

describe('a body that is no JSON is refused, and nothing is written', () => {
  it.each([
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a function', () => 1],
    ['a symbol', Symbol('one')],
    ['a date', new Date(0)],
    ['a big number', 1n],
    ['a map', new Map([['a', 1]])],
    ['a set', new Set([1])],
    ['bytes', new Uint8Array(2)],
    ['an instance', new (class Thing {})()],
    ['an error', new Error('no')],
    ['what holds itself', ring],
    ['what is nested without end', deep],
  ])('%s', async (_, value) => {
    const store = memoryLog();
    for (const body of [value, [value], { member: [value] }])
      await expect(
        store.log.commit(address, note('a', asJson(body), { id: 'mine' })),
      ).rejects.toEqual(fault('context.invalid'));
    await expectNothing(store);
  });

  it('names the item', async () => {
    const { log } = memoryLog();
    await expect(log.commit(address, note('the item', asJson(new Date(0))))).rejects.toThrow(
      'The body of "the item" is no JSON.',
    );
  });

  it('an array with holes', async () => {
    const { log } = memoryLog();
    await expect(log.commit(address, note('a', holey))).rejects.toEqual(fault('context.invalid'));
  });
});

describe('what is JSON comes back as it was', () => {
  it.each([
    ['null', null],
    ['nothing much', ['', 0, false, {}, []]],
    ['odd text', 'half \ud83d, \u0000, \u2028, "quoted"\\'],
    ['odd names', JSON.parse('{"__proto__":{"a":1},"constructor":2,"":3,"\\ud83d":4}')],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['many levels', JSON.parse(`${'['.repeat(400)}${']'.repeat(400)}`)],
    ['large and small numbers', [1e300, -1e-300, 2 ** 53, 0.1 + 0.2]],
  ])('%s', async (_, body) => {
    const { log, open } = memoryLog();
    await log.commit(address, note('a', body));
    for (const reader of [log, open()]) {
      const { state, commits } = await reader.history(address);
      expect(JSON.stringify(state.items.get('a')?.body)).toBe(JSON.stringify(body));
      expect(verifyChain(address, commits, [])).toMatchObject({ ok: true });
    }
  });

  it('members that are undefined are left out', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('a', asJson({ one: 1, two: undefined })));
    const { state } = await log.history(address);
    expect(state.items.get('a')?.body).toStrictEqual({ one: 1 });
  });
});

describe('what a program hands in beside a draft', () => {
  it('never reaches the log', async () => {
    const { log } = memoryLog();
    const wish = {
      base: 0,
      more: 1,
      author: { agent: 'one', more: 1 },
      cause: { run: 'r', step: 's', more: 1 },
      operations: [
        { ...put('a', 1), more: 1 },
        { op: 'retire', item: 'b', more: 1 },
      ],
    };
    await log.commit(address, wish as Draft);
    const commits = await log.after(address, 0);
    expect(verifyChain(address, commits, [])).toMatchObject({ ok: true, checked: 1 });
    expect(JSON.stringify(commits)).not.toContain('more');
  });

  it.each([
    ['no operation', draft([])],
    ['no item', draft([put('', 1)])],
    ['a long item', draft([put('x'.repeat(513), 1)])],
    ['an unknown kind', asDraft(draft([{ ...put('a', 1), kind: 'thought' as 'note' }]))],
    ['an unknown operation', asDraft({ author: { agent: 'x' }, operations: [{ op: 'purge' }] })],
    ['no author', asDraft({ operations: [put('a', 1)] })],
  ])('is refused when it makes no draft: %s', async (_, wish) => {
    const store = memoryLog();
    await expect(store.log.commit(address, wish)).rejects.toEqual(fault('context.invalid'));
    await expectNothing(store);
  });

  it('cannot change what has landed', async () => {
    const words = ['as offered'];
    const meanwhile = outrun(memoryTable(), async () => {
      words.push('too late');
    });
    const { log, open } = memoryLog({ table: meanwhile });
    await log.commit(address, note('a', words, { id: 'mine' }));
    for (const reader of [log, open()]) {
      const { state, commits } = await reader.history(address);
      expect(state.items.get('a')?.body).toEqual(['as offered']);
      expect(verifyChain(address, commits, [])).toMatchObject({ ok: true });
    }
  });
});

describe('what is too large is refused, and nothing is written', { timeout: 60_000 }, () => {
  /** A string whose JSON has exactly so many bytes. */
  const ofBytes = (bytes: number) => 'x'.repeat(bytes - 2);

  it('an item', async () => {
    const store = memoryLog();
    const wish = note('large', ofBytes(MAX_ITEM_BYTES + 1), { id: 'mine' });
    await expect(store.log.commit(address, wish)).rejects.toEqual(
      fault('context.tooLarge', {
        what: 'The item "large"',
        bytes: MAX_ITEM_BYTES + 1,
        maxBytes: MAX_ITEM_BYTES,
      }),
    );
    await expectNothing(store);
  });

  it('an item whose characters are few and their bytes many', async () => {
    const { log } = memoryLog();
    const wish = note('large', '\u00e9'.repeat(MAX_ITEM_BYTES / 2));
    await expect(log.commit(address, wish)).rejects.toEqual(fault('context.tooLarge'));
  });

  it('a commit of items that are not', async () => {
    const store = memoryLog();
    const large = ofBytes(MAX_ITEM_BYTES);
    const puts = ['a', 'b', 'c', 'd'].map((item) => put(item, large));
    const wish = draft([...puts, put('e', 1)], { id: 'mine' });
    await expect(store.log.commit(address, wish)).rejects.toEqual(
      fault('context.tooLarge', {
        what: 'The commit',
        bytes: 4 * MAX_ITEM_BYTES + 1,
        maxBytes: MAX_COMMIT_BYTES,
      }),
    );
    await expectNothing(store);
  });

  it('a name, before anybody looks whether it is a secret', async () => {
    const store = memoryLog();
    const tags = ['a'.repeat(33 * 1024 * 1024)];
    const wish = draft([{ ...put('a', 1), tags }], { id: 'mine' });
    await expect(store.log.commit(address, wish)).rejects.toEqual(fault('context.tooLarge'));
    await expectNothing(store);
  });

  it('and an item of the very limit is taken', async () => {
    const { log, open } = memoryLog();
    const outcome = await log.commit(address, note('large', ofBytes(MAX_ITEM_BYTES)));
    expect(outcome).toMatchObject({ kind: 'committed', commit: { bytes: MAX_ITEM_BYTES } });
    expect(await open().after(address, 0)).toHaveLength(1);
  });
});

describe('a commit of a form that only a newer massgen knows', () => {
  async function rowsIn(table: Table) {
    const rows: Row[] = [];
    for (const partition of [commitsOf(address), 'tenant/commit-ids/ctx/main'])
      for await (const row of table.list(partition)) rows.push(row);
    return rows;
  }

  /** A context whose third commit is one, and what a process does that has seen what is before it. */
  async function outdated() {
    const store = memoryLog();
    const { log, table } = store;
    for (const item of ['a', 'b']) await log.commit(address, note(item, 1));
    const third = { ...(await log.at(address, 2)), schema: 2, version: 3, mood: 'cheerful' };
    await table.put({ ...commitKey(address, 3), version: 1, body: asJson(third) }, 'absent');
    return store;
  }

  it.each<[string, (log: ContextLog) => Promise<unknown>]>([
    ['read', (log) => log.history(address)],
    ['read behind', (log) => log.after(address, 2)],
    ['committed to', (log) => log.commit(address, note('c', 1, { id: 'mine' }))],
    ['committed to on what was seen', (log) => log.commit(address, note('c', 1), 2)],
    ['rolled back', (log) => rollBack(log, address, 1)],
  ])('says so when its context is %s, and nothing is written', async (_, ask) => {
    const { log, open, table } = await outdated();
    const before = await rowsIn(table);
    for (const process of [log, open()])
      await expect(ask(process)).rejects.toMatchObject({
        code: 'context.unreadable',
        facts: { version: 3, detail: expect.stringContaining('schema') },
        hint: expect.stringContaining('newer massgen'),
      });
    expect(await rowsIn(table)).toEqual(before);
  });

  it('leaves what stands before it to be read', async () => {
    const { open } = await outdated();
    expect(await open().at(address, 2)).toMatchObject({ version: 2 });
  });
});

it('contexts, branches and tenants do not mix', async () => {
  const { log } = memoryLog();
  await log.commit(address, note('a', 1));
  for (const other of [mainBranch('tenant', 'ctx2'), mainBranch('other', 'ctx')])
    expect(await log.history(other)).toMatchObject({ commits: [], state: { version: 0 } });
  const side = { ...address, branch: 'side' };
  await expect(log.history(side)).rejects.toEqual(fault('branch.unknown', { branch: 'side' }));
});
