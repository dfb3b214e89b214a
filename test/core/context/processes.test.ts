import { describe, expect, it } from 'vitest';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { address, draft, landed, note, put } from './_drafts.ts';
import { counting } from './_tables.ts';

describe('two processes on one table', () => {
  it('each see all that the other wrote, whatever they remember', async () => {
    const { log: one, open } = memoryLog();
    const other = open();
    for (let round = 1; round <= 3; round += 1) {
      await one.commit(address, note('a', round));
      await other.commit(address, note('b', round));
      const history = await one.history(address);
      expect((await other.history(address)).commits).toEqual(history.commits);
      expect(history.commits).toHaveLength(2 * round);
      expect(history.state.items.get('b')?.body).toBe(round);
    }
  });

  it('a writer whose memory lags behind is told of a conflict all the same', async () => {
    const { log: one, open } = memoryLog();
    const other = open();
    await one.commit(address, note('a', 'old'));
    await one.history(address);
    await other.commit(address, note('a', 'theirs'));
    expect(await one.commit(address, note('a', 'ours'), 1)).toMatchObject({
      kind: 'conflict',
      conflicts: [{ item: 'a', ours: 'ours', theirs: 'theirs', base: 'old' }],
    });
  });

  it('a writer whose memory lags behind is told of all that stands in its way at the head it is shown', async () => {
    const { log: one, open } = memoryLog();
    for (const body of ['old', 'new']) await one.commit(address, note('a', body));
    await open().commit(address, note('b', 'theirs'));
    const wish = draft([put('a', 'ours'), put('b', 'ours')]);
    expect(await one.commit(address, wish, 1)).toMatchObject({
      kind: 'conflict',
      head: { version: 3 },
      conflicts: [
        { item: 'a', ours: 'ours', theirs: 'new', base: 'old' },
        { item: 'b', ours: 'ours', theirs: 'theirs', base: null },
      ],
    });
  });

  it('a writer whose memory lags behind finds its own commit although others stood in its way', async () => {
    const { log: one, open } = memoryLog();
    for (const body of ['old', 'theirs']) await one.commit(address, note('a', body));
    const wish = note('a', 'ours', { id: 'mine', cause: { run: 'mine', step: 'turn' } });
    const first = landed(await open().commit(address, wish, 2));
    expect(await one.commit(address, wish, 1)).toMatchObject({ repeated: true, commit: first });
  });

  it('a writer whose memory lags behind rebases on what it had not seen', async () => {
    const { log: one, open } = memoryLog();
    await one.commit(address, note('a', 1));
    await open().commit(address, note('b', 1));
    expect(await one.commit(address, note('c', 1), 1)).toMatchObject({
      rebased: true,
      commit: { version: 3, base: 1 },
    });
    expect((await one.history(address)).commits).toHaveLength(3);
  });

  it('a read that a commit overtakes forgets nothing of it', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('a', 1));
    const [, outcome] = await Promise.all([
      log.history(address),
      log.commit(address, note('b', 1)),
      log.history(address),
    ]);
    expect((await log.history(address)).commits.at(-1)).toEqual(landed(outcome));
  });
});

describe('what is asked of the table', () => {
  const counted = async (length: number) => {
    const table = counting(memoryTable());
    const { log, open } = memoryLog({ table });
    for (let at = 0; at < length; at += 1) await log.commit(address, note('a', at));
    table.counts();
    return { ...table, log, open };
  };

  it('a turn is one list of what is new and one put, however long the history', async () => {
    for (const length of [3, 30]) {
      const { log, open, counts } = await counted(length);
      await open().commit(address, note('theirs', 1));
      counts();
      const { commits } = await log.history(address);
      await log.commit(address, note('mine', 1), commits.length);
      expect(counts()).toEqual({ gets: 0, puts: 1, lists: 1, rows: 1 });
      await log.history(address);
      expect(counts()).toEqual({ gets: 0, puts: 0, lists: 1, rows: 0 });
    }
  });

  it('a lost race is one more list of what landed, and one more put', async () => {
    const { log, open, counts } = await counted(20);
    await log.history(address);
    for (const item of ['b', 'c']) await open().commit(address, note(item, 1));
    counts();
    await log.commit(address, note('mine', 1), 20);
    expect(counts()).toEqual({ gets: 0, puts: 2, lists: 1, rows: 2 });
  });

  it('a commit without a base is one look at the head and one put, whoever makes it', async () => {
    const { open, counts } = await counted(20);
    await open().commit(address, note('mine', 1));
    expect(counts()).toEqual({ gets: 0, puts: 1, lists: 1, rows: 1 });
  });

  it('an id that the user chose costs one more put', async () => {
    const { log, counts } = await counted(20);
    await log.commit(address, note('mine', 1, { id: 'mine' }));
    expect(counts()).toEqual({ gets: 0, puts: 2, lists: 1, rows: 1 });
  });

  it('the head is one row, and a version is one row', async () => {
    const { log, counts } = await counted(20);
    expect(await log.head(address)).toMatchObject({ version: 20 });
    expect(counts()).toEqual({ gets: 0, puts: 0, lists: 1, rows: 1 });
    expect(await log.at(address, 7)).toMatchObject({ version: 7 });
    expect(counts()).toEqual({ gets: 1, puts: 0, lists: 0, rows: 0 });
  });
});

it('an empty context has no history, and its head is the beginning', async () => {
  const { log } = memoryLog();
  const { commits, state } = await log.history(address);
  expect(commits).toEqual([]);
  expect(state.version).toBe(0);
  expect([...state.items.values()]).toEqual([]);
  expect(await log.head(address)).toEqual({ version: 0, hash: null });
  await expect(log.at(address, 1)).rejects.toMatchObject({
    code: 'context.unknownVersion',
    facts: { context: 'ctx', version: 1, head: 0 },
  });
});

it('what is after a version is read from the table, oldest first', async () => {
  const { log } = memoryLog();
  for (let at = 0; at < 12; at += 1) await log.commit(address, note('a', at));
  const versions = async (after: number) =>
    (await log.after(address, after)).map(({ version }) => version);
  expect(await versions(0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(await versions(9)).toEqual([10, 11, 12]);
  expect(await versions(12)).toEqual([]);
});
