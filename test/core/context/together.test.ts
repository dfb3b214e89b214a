import { describe, expect, it } from 'vitest';
import type { CommitOutcome } from '../../../lib/core/context/commit-outcome.ts';
import type { ContextLog } from '../../../lib/core/context/context-log.ts';
import type { Draft } from '../../../lib/core/context/draft.ts';
import { verifyContext } from '../../../lib/core/context/verify-context.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import type { Row, Table } from '../../../lib/core/shared/table.ts';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { appendBy } from '../../support/put-by.ts';
import { address, draft, fault, landed, note } from './_drafts.ts';
import { counting } from './_tables.ts';

/** Offers drafts in one breath. */
const offerAll = (log: ContextLog, drafts: readonly Draft[], base?: number) =>
  Promise.allSettled(drafts.map((one) => log.commit(address, one, base)));

const told = (results: readonly PromiseSettledResult<CommitOutcome>[]) =>
  results.map((result) =>
    result.status === 'fulfilled' ? result.value.kind : String(result.reason.code),
  );

const notes = (count: number) => Array.from({ length: count }, (_, at) => note(`item ${at}`, at));

/** A table whose appends are seen, and go as the test has it. */
function appending(append: (table: Table, rows: readonly Row[]) => Promise<number>) {
  const table = memoryTable();
  const lengths: number[] = [];
  const seen: Table = {
    ...table,
    append: (rows) => {
      lengths.push(rows.length);
      return append(table, rows);
    },
  };
  return { ...memoryLog({ table: seen }), lengths };
}

const asItIs = (table: Table, rows: readonly Row[]) => table.append(rows);

describe('writers of one process that come at once', () => {
  it('land together, in the order they came, in a chain that verifies', async () => {
    const table = counting(memoryTable());
    const { log, open } = memoryLog({ table });
    const outcomes = await Promise.all(notes(50).map((one) => log.commit(address, one)));
    expect(table.counts()).toEqual({ gets: 0, puts: 1, lists: 1, rows: 0 });
    expect(outcomes.map((outcome) => landed(outcome).version)).toEqual(
      notes(50).map((_, at) => at + 1),
    );
    expect(await open().after(address, 0)).toEqual(outcomes.map(landed));
    expect((await log.history(address)).commits).toEqual(outcomes.map(landed));
    expect(await verifyContext(open(), address, [])).toMatchObject({ ok: true });
  });

  it('have seen what each says, and are rebased on those before them', async () => {
    const { log } = memoryLog();
    for (const one of notes(3)) await log.commit(address, one);
    const bases = [1, undefined, 3, 0];
    const outcomes = await Promise.all(
      bases.map((base, at) => log.commit(address, note(`new ${at}`, at), base)),
    );
    expect(outcomes).toMatchObject([
      { rebased: true, commit: { version: 4, base: 1 } },
      { rebased: true, commit: { version: 5, base: 3 } },
      { rebased: true, commit: { version: 6, base: 3 } },
      { rebased: true, commit: { version: 7, base: 0 } },
    ]);
  });

  it('go one batch behind the other where they touch the same, and each sees what it said', async () => {
    const { log, lengths } = appending(asItIs);
    const wishes = [note('a', 1), note('b', 1), note('a', 2), note('c', 1), note('a', 3)];
    expect(told(await offerAll(log, wishes))).toEqual(wishes.map(() => 'committed'));
    expect(lengths).toEqual([2, 2, 1]);
    expect(told(await offerAll(log, wishes, 5))).toEqual([
      'committed',
      'committed',
      'conflict',
      'committed',
      'conflict',
    ]);
  });

  it('and expect what another of them changes are told so', async () => {
    const { log } = memoryLog();
    const minding = note('b', 1, { expects: ['a'] });
    const outcomes = await offerAll(
      log,
      [note('a', 1), minding, note('c', 1, { expects: '*' })],
      0,
    );
    expect(told(outcomes)).toEqual(['committed', 'conflict', 'conflict']);
  });

  it('with one id are one commit', async () => {
    const { log } = memoryLog();
    const wish = note('a', 1, { id: 'mine' });
    const cause = { run: 'r', step: 's' };
    const turns = ['x', 'y'].map((item) => note(item, item, { id: 'r/s', cause }));
    const [first, second] = await Promise.all([wish, wish].map((one) => log.commit(address, one)));
    expect(second).toEqual({ ...first, repeated: true });
    const [third, fourth] = await Promise.all(turns.map((one) => log.commit(address, one, 1)));
    expect(fourth).toEqual({ ...third, repeated: true });
    expect(await log.after(address, 0)).toHaveLength(2);
  });

  it('are no more in a batch than others can wait for', async () => {
    const { log, lengths } = appending(asItIs);
    await offerAll(log, notes(150));
    expect(lengths).toEqual([64, 64, 22]);
    const large = [0, 1, 2].map((at) => note(`large ${at}`, 'x'.repeat(500_000)));
    await offerAll(log, [...large, note('huge', 'x'.repeat(2_000_000)), note('small', 1)]);
    expect(lengths.slice(3)).toEqual([2, 1, 1, 1]);
  });

  it('do not suffer for one that is no good', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('a', 1, { id: 'taken' }));
    const outcomes = await Promise.allSettled([
      log.commit(address, note('b', 1)),
      log.commit(address, note('c', 'x'.repeat(5_000_000))),
      log.commit(address, draft([])),
      log.commit(address, note('d', 1), 17),
      log.commit(address, note('e', 1, { id: 'taken' })),
      log.commit(address, note('a', 2), 0),
      log.commit(address, note('g', 1)),
    ]);
    expect(told(outcomes)).toEqual([
      'committed',
      'context.tooLarge',
      'context.invalid',
      'context.unknownVersion',
      'context.idReused',
      'conflict',
      'committed',
    ]);
    expect(await log.head(address)).toMatchObject({ version: 3 });
  });
});

describe('a batch', () => {
  it('that loses a race is offered again behind what beat it', async () => {
    let races = 3;
    const { log, open, lengths, ...rest } = appending(async (table, rows) => {
      races -= 1;
      if (races >= 0) await rival.commit(address, note(`rival ${races}`, 1));
      return table.append(rows);
    });
    const rival = memoryLog({ ...rest, table: memoryTableOf(rest.table) }).log;
    const outcomes = await offerAll(log, notes(4));
    expect(told(outcomes)).toEqual(notes(4).map(() => 'committed'));
    expect(lengths).toEqual([4, 4, 4, 4]);
    expect(await log.head(address)).toMatchObject({ version: 7 });
    expect(await verifyContext(open(), address, [])).toMatchObject({ ok: true });
  });

  it('of which one lost to a conflict lands without it', async () => {
    let isFirst = true;
    const { log, ...rest } = appending(async (table, rows) => {
      if (isFirst) await rival.commit(address, note('item 1', 'theirs'));
      isFirst = false;
      return table.append(rows);
    });
    const rival = memoryLog({ ...rest, table: memoryTableOf(rest.table) }).log;
    expect(told(await offerAll(log, notes(3)))).toEqual(['committed', 'conflict', 'committed']);
  });

  it.each([0, 1, 2, 3])(
    'that went to pieces behind %i puts lands whole, once each',
    async (puts) => {
      let left = puts;
      const { log, open, lengths } = appending((table, rows) =>
        appendBy(async (row, when) => {
          left -= 1;
          const outcome = await table.put(row, when);
          return left === -1 ? { kind: 'refused', standing: undefined } : outcome;
        })(rows),
      );
      const outcomes = await offerAll(log, notes(4));
      expect(told(outcomes)).toEqual(notes(4).map(() => 'committed'));
      expect(lengths).toEqual(puts < 3 ? [4, 3 - puts] : [4]);
      expect(await open().after(address, 0)).toHaveLength(4);
      expect(await verifyContext(open(), address, [])).toMatchObject({ ok: true });
    },
  );

  it('of which no table takes one lands without it', async () => {
    const what = { what: 'It', bytes: 2, maxBytes: 1 };
    const { log } = appending((table, rows) =>
      appendBy(async (row, when) => {
        if (JSON.stringify(row).includes('item 1')) throw new Fault('context.tooLarge', what);
        return table.put(row, when);
      })(rows),
    );
    const outcomes = await offerAll(log, notes(3));
    expect(told(outcomes)).toEqual(['committed', 'context.tooLarge', 'committed']);
  });

  it('whose first cannot be put tells that one alone', async () => {
    let isFirst = true;
    const { log } = appending(async (table, rows) => {
      const isBusy = isFirst;
      isFirst = false;
      if (isBusy) throw new Fault('store.busy', { place: 'the table' });
      return table.append(rows);
    });
    expect(told(await offerAll(log, notes(3)))).toEqual(['store.busy', 'committed', 'committed']);
  });

  it('in a store that cannot be read tells each of them, and the next is served', async () => {
    const table = memoryTable();
    let isGone = true;
    async function* list(...asked: Parameters<Table['list']>) {
      if (isGone) throw new Fault('store.unreachable', { place: 'it', detail: 'gone' });
      yield* table.list(...asked);
    }
    const { log } = memoryLog({ table: { ...table, list } });
    const wishes = notes(2);
    expect(told(await offerAll(log, wishes))).toEqual(['store.unreachable', 'store.unreachable']);
    expect(told(await offerAll(log, wishes, 0))).toEqual([
      'store.unreachable',
      'store.unreachable',
    ]);
    isGone = false;
    expect(await log.commit(address, note('a', 1))).toMatchObject({ commit: { version: 1 } });
  });

  it('that loses 100 races in a row is busy, all of it', async () => {
    const { log, lengths } = appending(async () => 0);
    const outcomes = await offerAll(log, notes(2));
    expect(outcomes.map((one) => one.status === 'rejected' && one.reason)).toEqual([
      fault('context.busy', { races: 100 }),
      fault('context.busy', { races: 100 }),
    ]);
    expect(lengths).toHaveLength(100);
  });
});

/** The same rows, without what a test has made of their appends. */
const memoryTableOf = (table: Table): Table => ({ ...table, append: appendBy(table.put) });
