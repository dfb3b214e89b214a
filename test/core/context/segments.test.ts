import { describe, expect, it } from 'vitest';
import type { ContextLog } from '../../../lib/core/context/context-log.ts';
import { SEGMENT } from '../../../lib/core/context/segments.ts';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { address, note } from './_drafts.ts';
import { counting, rowsIn } from './_tables.ts';

const bodiesOf = async (log: ContextLog, where = address) =>
  (await log.history(where)).commits.map(({ operations: [put] }) => put?.op === 'put' && put.body);

async function write(log: ContextLog, commits: number, where = address): Promise<void> {
  for (let at = 0; at < commits; at += 1) await log.commit(where, note(`item ${at}`, at));
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('a long history', () => {
  it('is read from segments once one process has read it row by row', async () => {
    const table = counting(memoryTable());
    const { log, open } = memoryLog({ table });
    await write(log, 4 * SEGMENT + 10);
    table.counts();
    expect(await bodiesOf(open())).toEqual(numbers(4 * SEGMENT + 10));
    expect(table.counts().rows).toBe(4 * SEGMENT + 10);
    expect(await bodiesOf(open())).toEqual(numbers(4 * SEGMENT + 10));
    expect(table.counts().rows).toBe(SEGMENT + 3 + 10);
  });

  it('that is short is read in one query, and has no segments', async () => {
    const table = counting(memoryTable());
    const { log, open } = memoryLog({ table });
    await write(log, SEGMENT - 1);
    table.counts();
    await open().history(address);
    expect(table.counts()).toEqual({ gets: 0, puts: 0, lists: 1, rows: SEGMENT - 1 });
  });

  it('is the same when its segments are lost, damaged or only some', async () => {
    const { log, table, open } = memoryLog();
    await write(log, 5 * SEGMENT);
    await open().history(address);
    const segments = await rowsIn(table, 'tenant/segments/ctx/main');
    expect(segments).toHaveLength(4);
    for (const segment of segments) {
      await table.put({ ...segment, version: 2, body: 'damaged' }, { version: 1 });
      expect(await bodiesOf(open())).toEqual(numbers(5 * SEGMENT));
      await table.remove(segment, { version: 2 });
      expect(await bodiesOf(open())).toEqual(numbers(5 * SEGMENT));
      await table.put(segment, 'absent');
    }
  });

  it('is read along the branches it grew from, as far as each counts', async () => {
    const { log, open } = memoryLog();
    await write(log, 2 * SEGMENT + 50);
    const at = await log.at(address, SEGMENT + 100);
    await log.branches.fork(address, at, 'side');
    const side = { ...address, branch: 'side' };
    await write(log, 3 * SEGMENT, side);
    await write(log, SEGMENT);
    for (let time = 0; time < 3; time += 1) {
      expect(await bodiesOf(open(), side)).toEqual([
        ...numbers(SEGMENT + 100),
        ...numbers(3 * SEGMENT),
      ]);
      expect(await bodiesOf(open())).toEqual([...numbers(2 * SEGMENT + 50), ...numbers(SEGMENT)]);
    }
  });
});
