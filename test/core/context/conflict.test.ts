import { describe, expect, it } from 'vitest';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { putBy } from '../../support/put-by.ts';
import { address, draft, fault, landed, note, put, retire } from './_drafts.ts';
import { outrun } from './_tables.ts';

describe('two writers from one base', () => {
  it('on one item: the first commits, the second is told what both have and had', async () => {
    const { log, open } = memoryLog();
    await log.commit(address, note('a', 'old'));
    landed(await log.commit(address, note('a', 'theirs'), 1));
    const before = await log.after(address, 0);
    expect(await open().commit(address, note('a', 'ours'), 1)).toEqual({
      kind: 'conflict',
      head: expect.objectContaining({ version: 2, hash: before.at(-1)?.hash }),
      conflicts: [{ item: 'a', ours: 'ours', theirs: 'theirs', base: 'old' }],
    });
    expect(await log.after(address, 0)).toEqual(before);
  });

  it('on different items: both land, the second rebased', async () => {
    const { log, open } = memoryLog();
    expect(await log.commit(address, note('a', 1), 0)).toMatchObject({ rebased: false });
    expect(await open().commit(address, note('b', 2), 0)).toMatchObject({
      kind: 'committed',
      rebased: true,
      repeated: false,
      commit: { version: 2, base: 0 },
    });
    const { state } = await log.history(address);
    expect([...state.items.values()].map(({ id, body }) => [id, body])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('are in conflict when one retires what the other puts; nothing is null', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('a', 'old'));
    await log.commit(address, draft([retire('a')]), 1);
    expect(await log.commit(address, note('a', 'new'), 1)).toMatchObject({
      conflicts: [{ item: 'a', ours: 'new', theirs: null, base: 'old' }],
    });
    await log.commit(address, note('b', 'theirs'), 2);
    expect(await log.commit(address, draft([retire('b')]), 2)).toMatchObject({
      conflicts: [{ item: 'b', ours: null, theirs: 'theirs', base: null }],
    });
  });

  it('are in conflict even when the item has its old body back', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('a', 'old'));
    await log.commit(address, note('a', 'other'));
    await log.commit(address, note('a', 'old'));
    expect(await log.commit(address, note('a', 'ours'), 1)).toMatchObject({
      kind: 'conflict',
      conflicts: [{ theirs: 'old', base: 'old' }],
    });
  });

  it('hear of each contested item once, with the last that the draft wants of it', async () => {
    const { log } = memoryLog();
    await log.commit(address, draft([put('a', 1), put('b', 1), put('c', 1)]));
    await log.commit(address, draft([put('a', 2), put('c', 2)]), 1);
    const ours = draft([retire('a'), put('a', 'first'), put('a', 'last'), put('b', 3)]);
    expect(await log.commit(address, ours, 1)).toMatchObject({
      conflicts: [{ item: 'a', ours: 'last', theirs: 2, base: 1 }],
    });
  });
});

describe('a draft that expects', () => {
  it('items: a change of one of them is a conflict, of another is not', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('round', 1));
    await log.commit(address, note('other', 1), 1);
    const ours = note('mine', 'x', { expects: ['round'] });
    expect(await log.commit(address, ours, 1)).toMatchObject({ kind: 'committed', rebased: true });
    await log.commit(address, note('round', 2), 3);
    expect(await log.commit(address, note('mine', 'y', { expects: ['round'] }), 3)).toMatchObject({
      kind: 'conflict',
      conflicts: [{ item: 'round', ours: null, theirs: 2, base: 1 }],
    });
  });

  it('`*`: any change at all is a conflict', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('a', 1));
    expect(await log.commit(address, note('b', 1, { expects: '*' }), 1)).toMatchObject({
      kind: 'committed',
    });
    expect(await log.commit(address, note('c', 1, { expects: '*' }), 1)).toMatchObject({
      kind: 'conflict',
      conflicts: [{ item: 'b', ours: null, theirs: 1, base: null }],
    });
  });

  it('is offered again on its own head when it names no base and loses a race', async () => {
    const { ids, clock, ...store } = memoryLog();
    let rivals = 2;
    const table = outrun(store.table, async ({ partition }) => {
      if (rivals === 0 || !partition.includes('/contexts/')) return;
      rivals -= 1;
      await store.log.commit(address, note(`rival ${rivals}`, 1));
    });
    const { log } = memoryLog({ table, ids, clock });
    expect(await log.commit(address, note('a', 1))).toMatchObject({
      kind: 'committed',
      rebased: true,
      commit: { version: 3, base: 0 },
    });
  });
});

it('a writer that loses 100 races in a row is told that the context is busy', async () => {
  const { ids, clock, ...store } = memoryLog();
  let races = 0;
  const table = outrun(store.table, async () => {
    races += 1;
    await store.log.commit(address, note(`rival ${races}`, 1));
  });
  const { log } = memoryLog({ table, ids, clock });
  await expect(log.commit(address, note('a', 1))).rejects.toEqual(
    fault('context.busy', { context: 'ctx', races: 100 }),
  );
  expect(races).toBe(100);
  const { state } = await store.log.history(address);
  expect(state.items.has('a')).toBe(false);
});

it('a table that refuses without a rival is given up after as many races', async () => {
  const refusing = memoryTable();
  const { log } = memoryLog({
    table: putBy(refusing, async () => ({ kind: 'refused', standing: undefined })),
  });
  await expect(log.commit(address, note('a', 1))).rejects.toEqual(fault('context.busy'));
});

it('a writer whose last race was lost to itself has committed', async () => {
  const store = memoryTable();
  let races = 0;
  const table = putBy(store, async (row, when) => {
    races += 1;
    if (races === 100) await store.put(row, when);
    return { kind: 'refused', standing: undefined };
  });
  const { log } = memoryLog({ table });
  expect(await log.commit(address, note('a', 1))).toMatchObject({ commit: { version: 1 } });
});

it('a base that nobody has reached yet is unknown, and nothing is written', async () => {
  const { log, table } = memoryLog();
  await log.commit(address, note('a', 1));
  for (const base of [2, 17, -1, 0.5, Number.NaN]) {
    const wish = note('b', 1, { id: `from ${base}` });
    await expect(log.commit(address, wish, base)).rejects.toEqual(
      fault('context.unknownVersion', { context: 'ctx', version: base, head: 1 }),
    );
  }
  expect(await log.after(address, 1)).toEqual([]);
  for await (const row of table.list('tenant/commit-ids/ctx/main')) expect(row).toBeUndefined();
});
