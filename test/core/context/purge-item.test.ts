import { describe, expect, it } from 'vitest';
import type { ContextLog } from '../../../lib/core/context/context-log.ts';
import { purgeItem } from '../../../lib/core/context/purge-item.ts';
import { SEGMENT } from '../../../lib/core/context/segments.ts';
import { verifyContext } from '../../../lib/core/context/verify-context.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import type { Table } from '../../../lib/core/shared/table.ts';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { putBy } from '../../support/put-by.ts';
import { address, draft, fault, note, put } from './_drafts.ts';
import { rowsIn } from './_tables.ts';
import { side } from './_worlds.ts';

const SECRET = 'the secret words';
const partitions = ['contexts', 'segments'].flatMap((area) =>
  ['main', 'side'].map((branch) => `tenant/${area}/ctx/${branch}`),
);

/** All that a context has in a table, as text. */
async function textOf(table: Table): Promise<string> {
  const texts: string[] = [];
  for (const partition of partitions) texts.push(JSON.stringify(await rowsIn(table, partition)));
  return texts.join('\n');
}

/** The secret on both branches, before they part and behind that. */
async function withSecret(table = memoryTable()) {
  const { log, open } = memoryLog({ table });
  await log.commit(address, draft([put('secret', SECRET), put('other', 'stays')]));
  await log.commit(address, note('secret', `${SECRET} again`));
  await log.branches.fork(address, await log.head(address), 'side');
  await log.commit(side, note('secret', `${SECRET} on the side`));
  await log.commit(address, note('third', 3));
  return { log, open, table };
}

const expectForgotten = async (table: Table, log: ContextLog) => {
  expect(await textOf(table)).not.toContain(SECRET);
  for (const where of [address, side]) {
    expect(await verifyContext(log, where, [])).toMatchObject({ ok: true });
    const { state } = await log.history(where);
    expect(state.items.has('secret')).toBe(false);
    expect(state.items.get('other')?.body).toBe('stays');
  }
};

describe('a purge', () => {
  it('forgets every body of an item on every branch, and the chains still hold', async () => {
    const { log, open, table } = await withSecret();
    const warm = open();
    await Promise.all([warm.history(address), warm.history(side)]);
    expect(await purgeItem({ log, table }, address, 'secret')).toBe(4);
    await expectForgotten(table, open());
    await expectForgotten(table, log);
    await expectForgotten(table, warm);
    for (const where of [address, side])
      expect(JSON.stringify((await warm.history(where)).commits)).not.toContain(SECRET);
  });

  it('done again changes nothing; put again and purged again, it is forgotten again', async () => {
    const { log, open, table } = await withSecret();
    await purgeItem({ log, table }, address, 'secret');
    const before = await textOf(table);
    expect(await purgeItem({ log, table }, address, 'secret')).toBe(4);
    expect(await textOf(table)).toBe(before);
    await log.commit(address, note('secret', `${SECRET} once more`));
    await purgeItem({ log, table }, address, 'secret');
    await expectForgotten(table, open());
  });

  it('reaches segments, and leaves no place for one that a lagging process has still to keep', async () => {
    const { log, open, table } = await withSecret();
    for (let at = 0; at < 3 * SEGMENT; at += 1)
      await log.commit(address, note(`n${at % 7}`, at === SEGMENT ? SECRET : at));
    await open().history(address);
    const lagging = await rowsIn(table, 'tenant/segments/ctx/main');
    expect(JSON.stringify(lagging)).toContain(SECRET);
    for (const row of lagging.slice(1)) await table.remove(row, row);
    await purgeItem({ log, table }, address, 'secret');
    await purgeItem({ log, table }, address, `n${SEGMENT % 7}`);
    for (const row of lagging)
      expect(await table.put(row, 'absent')).toMatchObject({ kind: 'refused' });
    await expectForgotten(table, open());
  });

  it('that was cut off anywhere is completed by the next', async () => {
    for (let left = 0; ; left += 1) {
      const { open, table } = await withSecret();
      const cut = cutOff(table, left);
      const { log } = memoryLog({ table: cut.table });
      const isDone = await purgeItem({ log, table: cut.table }, address, 'secret').then(
        () => true,
        () => false,
      );
      await purgeItem({ log: open(), table }, address, 'secret');
      await expectForgotten(table, open());
      if (isDone) return expect(left).toBeGreaterThan(4);
    }
  });

  it('leaves a commit that says so, without which a missing body is a flaw', async () => {
    const { log, table } = await withSecret();
    await purgeItem({ log, table }, address, 'secret');
    const commits = await log.after(address, 0);
    expect(commits[3]?.operations).toEqual([{ op: 'retire', item: 'secret', purged: true }]);
    expect(commits[0]?.operations[0]).not.toHaveProperty('salt');

    const other = await withSecret();
    for (const row of await rowsIn(other.table, 'tenant/contexts/ctx/main')) {
      const body = JSON.parse(JSON.stringify(row.body), (key, value) =>
        key === 'body' || key === 'salt' ? undefined : value,
      );
      await other.table.put({ ...row, version: 2, body }, { version: 1 });
    }
    expect(await verifyContext(other.open(), address, [])).toMatchObject({
      firstBad: { version: 1, why: 'the body of "secret" is missing, and was never purged' },
    });
  });

  it('of an item that never was is refused', async () => {
    const { log, table } = await withSecret();
    await expect(purgeItem({ log, table }, address, 'secrets')).rejects.toEqual(
      fault('context.unknownItem', { item: 'secrets' }),
    );
    expect(await log.head(address)).toMatchObject({ version: 3 });
  });

  it('does not make a repeated commit another one', async () => {
    const { log, table } = memoryLog();
    const wish = note('secret', SECRET, { id: 'mine' });
    await log.commit(address, wish);
    await purgeItem({ log, table }, address, 'secret');
    expect(await log.commit(address, wish)).toMatchObject({ repeated: true });
    await expect(log.commit(address, note('other', 1, { id: 'mine' }))).rejects.toEqual(
      fault('context.idReused'),
    );
  });
});

/** A table that breaks down behind so many writes. */
function cutOff(table: Table, writes: number): { readonly table: Table } {
  let left = writes;
  return {
    table: putBy(table, (row, when) => {
      if (left === 0) throw new Fault('store.unreachable', { place: 'it', detail: 'cut' });
      left -= 1;
      return table.put(row, when);
    }),
  };
}
