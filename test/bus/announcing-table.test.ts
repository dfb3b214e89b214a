import { expect, it } from 'vitest';
import { announcing } from '../../lib/bus/announcing-table.ts';
import { createInProcessBus } from '../../lib/bus/in-process-bus.ts';
import { commitKey } from '../../lib/core/context/address.ts';
import type { ContextCommitted } from '../../lib/core/context/context-committed.ts';
import { address, note } from '../core/context/_drafts.ts';
import { memoryLog, memoryTable } from '../support/memory-log.ts';

/** Two processes on one table, the first of which announces what it commits. */
function anAnnouncer() {
  const heard: number[] = [];
  const bus = createInProcessBus<ContextCommitted>();
  bus.subscribe(({ data }) => heard.push(data.version));
  const inner = memoryTable();
  const table = announcing(inner, bus);
  return { heard, table, log: memoryLog({ table }).log, other: memoryLog({ table: inner }).log };
}

it('announces each commit that its process has made, in order, and no row of others', async () => {
  const { heard, log, other, table } = anAnnouncer();
  await log.commit(address, note('a', 1, { id: 'mine' }));
  await other.commit(address, note('b', 1));
  await Promise.all(['c', 'd', 'e'].map((item) => log.commit(address, note(item, 1))));
  await table.append([{ partition: 'tenant/things', sort: 'a', version: 1, body: 1 }]);
  expect(heard).toEqual([1, 3, 4, 5]);
});

it('announces of an append what was put', async () => {
  const { heard, log, table } = anAnnouncer();
  await log.commit(address, note('a', 1));
  const row = await table.get(commitKey(address, 1));
  if (!row) throw new Error('It has landed.');
  const rows = ['000000000002', '000000000001', '000000000003'].map((sort) => ({ ...row, sort }));
  expect(await table.append(rows)).toBe(1);
  expect(heard).toEqual([1, 1]);
});
