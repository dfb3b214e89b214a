import { describe, expect, it } from 'vitest';
import { beginning } from '../../../lib/core/context/commit.ts';
import type { Cause } from '../../../lib/core/context/draft.ts';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { address, draft, fault, landed, note, put, retire } from './_drafts.ts';
import { forgetful } from './_tables.ts';

describe('an id that a user chose', () => {
  const wish = note('a', { words: 'the same' }, { id: 'mine' });

  it('has landed once, however often it is offered', async () => {
    const { log, open } = memoryLog();
    const first = await log.commit(address, wish, 0);
    for (const base of [0, undefined, 1])
      expect(await open().commit(address, wish, base)).toEqual({
        kind: 'committed',
        commit: landed(first),
        rebased: false,
        repeated: true,
      });
    expect(await log.after(address, 1)).toEqual([]);
  });

  it('is known long after, when its item has long been changed', async () => {
    const { log, open } = memoryLog();
    await log.commit(address, note('before', 1));
    await log.commit(address, wish);
    for (let at = 0; at < 40; at += 1) await log.commit(address, note('a', at));
    for (const base of [undefined, 1, 30])
      expect(await open().commit(address, wish, base)).toMatchObject({
        kind: 'committed',
        repeated: true,
        commit: { version: 2 },
      });
    expect(await log.head(address)).toMatchObject({ version: 42 });
  });

  it('may retire an item: again it has landed, another retirement is other content', async () => {
    const { log } = memoryLog();
    await log.commit(address, draft([put('a', 1), put('b', 1)]));
    const gone = draft([retire('a')], { id: 'mine' });
    await log.commit(address, gone);
    expect(await log.commit(address, gone)).toMatchObject({ repeated: true });
    await expect(log.commit(address, draft([retire('b')], { id: 'mine' }))).rejects.toEqual(
      fault('context.idReused'),
    );
  });

  it('says the same with its members in another order, or with some that are undefined', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('a', { one: 1, two: [2] }, { id: 'mine' }));
    const again = put('a', JSON.parse('{"two":[2],"one":1}'));
    expect(
      await log.commit(address, { ...draft([again], { id: 'mine' }), expects: undefined }),
    ).toMatchObject({ repeated: true });
  });

  it.each([
    ['another body', note('a', { words: 'others' }, { id: 'mine' })],
    ['another item', note('b', { words: 'the same' }, { id: 'mine' })],
    ['another author', { ...wish, author: { agent: 'somebody' } }],
    ['other expectations', { ...wish, expects: ['a'] }],
    ['one more operation', draft([...wish.operations, put('b', 1)], { id: 'mine' })],
    ['a tag', draft([put('a', { words: 'the same' }, { tags: ['new'] })], { id: 'mine' })],
  ])('is a fault with %s, and the log is unchanged', async (_, other) => {
    const { log, open } = memoryLog();
    await log.commit(address, note('before', 1));
    await log.commit(address, wish);
    const before = await log.after(address, 0);
    for (const base of [undefined, 0, 1, 2])
      await expect(open().commit(address, other, base)).rejects.toEqual(
        fault('context.idReused', { context: 'ctx', id: 'mine', version: 2 }),
      );
    expect(await log.after(address, 0)).toEqual(before);
  });

  it('that lost to a conflict can be offered again, with other content, on a new base', async () => {
    const { log, open } = memoryLog();
    await log.commit(address, note('a', 'old'));
    await log.commit(address, note('a', 'theirs'));
    expect(await log.commit(address, note('a', 'ours', { id: 'mine' }), 1)).toMatchObject({
      kind: 'conflict',
    });
    const merged = note('a', 'both', { id: 'mine' });
    expect(await open().commit(address, merged, 2)).toMatchObject({
      kind: 'committed',
      repeated: false,
      commit: { version: 3 },
    });
    expect(await log.commit(address, merged)).toMatchObject({ repeated: true });
    await expect(log.commit(address, note('a', 'ours', { id: 'mine' }))).rejects.toEqual(
      fault('context.idReused', { version: 3 }),
    );
  });

  it('is one of its context and branch: elsewhere it is another', async () => {
    const { log } = memoryLog();
    await log.branches.fork(address, beginning, 'other');
    await log.commit(address, wish);
    for (const elsewhere of [
      { ...address, context: 'other' },
      { ...address, branch: 'other' },
      { ...address, tenant: 'other' },
    ])
      expect(await log.commit(elsewhere, note('a', 'new', { id: 'mine' }))).toMatchObject({
        repeated: false,
        commit: { version: 1, context: elsewhere.context, branch: elsewhere.branch },
      });
  });

  it.each(['a\u0000b', 'half \ud83d', ''])(
    'is none when no table could keep it: %j',
    async (id) => {
      const { log } = memoryLog();
      await expect(log.commit(address, note('a', 1, { id }))).rejects.toEqual(
        fault('context.invalid'),
      );
      expect(await log.after(address, 0)).toEqual([]);
    },
  );

  it('of two writers at once lands once', async () => {
    const { open, log } = memoryLog();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => open().commit(address, wish)),
    );
    expect(new Set(outcomes.map((outcome) => landed(outcome).hash)).size).toBe(1);
    expect(outcomes.filter((outcome) => 'repeated' in outcome && !outcome.repeated)).toHaveLength(
      1,
    );
    expect(await log.after(address, 0)).toHaveLength(1);
  });
});

describe('a cause', () => {
  const cause: Cause = { run: 'run_1', step: 'turn', round: 1, agent: 'one' };
  const turn = (body: string) => note('answer', body, { id: 'run_1/turn/1/one', cause });

  it('has the commit that landed first; a twin with another reply is handed it', async () => {
    const { log, open } = memoryLog();
    await log.commit(address, note('before', 1));
    const first = await log.commit(address, turn('the first reply'), 1);
    await log.commit(address, note('between', 1));
    for (const other of [log, open()])
      expect(await other.commit(address, turn('the second reply'), 1)).toEqual({
        kind: 'committed',
        commit: landed(first),
        rebased: false,
        repeated: true,
      });
    expect(await log.after(address, 2)).toHaveLength(1);
  });

  it('takes no row but its commit', async () => {
    const { log, table } = memoryLog();
    await log.commit(address, turn('reply'), 0);
    const key = { partition: 'tenant/commit-ids/ctx/main', sort: 'run_1/turn/1/one' };
    expect(await table.get(key)).toBeUndefined();
  });
});

describe('a put that was written although its writer heard otherwise', () => {
  const drafts = {
    'without an id': note('a', 1),
    'with an id of its own': note('a', 1, { id: 'mine' }),
    'with a cause': note('a', 1, { id: 'r/s', cause: { run: 'r', step: 's' } }),
  };
  const isCommit = ({ partition }: { readonly partition: string }) =>
    partition.includes('/contexts/');

  it.each(Object.entries(drafts))('as refused is one commit, %s', async (_, wish) => {
    const { log } = memoryLog({ table: forgetful(memoryTable(), 1, 'refused', isCommit) });
    const outcome = await log.commit(address, wish, 0);
    expect(outcome).toMatchObject({ kind: 'committed', rebased: false });
    expect(await log.after(address, 0)).toEqual([landed(outcome)]);
  });

  it.each(Object.entries(drafts).slice(1))(
    'as busy is one commit when it is tried again, %s',
    async (_, wish) => {
      const { log, open } = memoryLog({
        table: forgetful(memoryTable(), 1, 'store.busy', isCommit),
      });
      await expect(log.commit(address, wish, 0)).rejects.toEqual(fault('store.busy'));
      const outcome = await log.commit(address, wish, 0);
      expect(outcome).toMatchObject({ kind: 'committed', repeated: true });
      expect(await open().commit(address, wish, 0)).toEqual(outcome);
      expect(await log.after(address, 0)).toEqual([landed(outcome)]);
    },
  );

  it('is one commit when its mark was what went wrong', async () => {
    for (const says of ['refused', 'store.busy'] as const) {
      const { log } = memoryLog({ table: forgetful(memoryTable(), 1, says) });
      const wish = drafts['with an id of its own'];
      const first = await log.commit(address, wish).catch(() => log.commit(address, wish));
      expect(first).toMatchObject({ kind: 'committed', repeated: false });
      expect(await log.commit(address, wish)).toMatchObject({ repeated: true });
      expect(await log.after(address, 0)).toEqual([landed(first)]);
    }
  });
});
