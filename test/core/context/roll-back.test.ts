import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blame } from '../../../lib/core/context/blame.ts';
import { diff } from '../../../lib/core/context/diff.ts';
import { stateAt } from '../../../lib/core/context/history.ts';
import { rollBack } from '../../../lib/core/context/roll-back.ts';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { address, draft, fault, landed, note, put, retire } from './_drafts.ts';
import { scheduled } from './_tables.ts';
import { saidIn, step, world } from './_worlds.ts';

const steps = fc.array(step, { maxLength: 10 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

it('a rollback makes a branch say what it said, and adds to history', () =>
  fc.assert(
    fc.asyncProperty(steps, share, async (plan, part) => {
      const { log, history } = await world([], plan);
      const before = await history('main');
      const to = Math.floor(part * before.commits.length);
      const outcome = await rollBack(log, address, to);
      const after = await history('main');
      expect(diff(stateAt(after, to), after.state)).toEqual({
        added: [],
        changed: [],
        retired: [],
      });
      expect(saidIn(after.state)).toEqual(saidIn(stateAt(before, to)));
      expect(after.commits.slice(0, before.commits.length)).toEqual(before.commits);
      const isChange = after.commits.length > before.commits.length;
      expect(outcome.kind).toBe(isChange ? 'committed' : 'unchanged');
    }),
    { numRuns: 100 },
  ));

it('a difference turns one state into the other', () =>
  fc.assert(
    fc.asyncProperty(steps, share, share, async (plan, one, other) => {
      const history = await (await world([], plan)).history('main');
      const at = (part: number) => stateAt(history, Math.floor(part * history.commits.length));
      const [from, to] = [at(one), at(other)];
      const { added, changed, retired } = diff(from, to);
      const there = saidIn(to);
      const made = { ...saidIn(from) };
      for (const item of retired) delete made[item];
      for (const { item, from: was, to: is } of changed) {
        expect([made[item]?.body, there[item]?.body]).toEqual([was, is]);
        Object.assign(made, { [item]: there[item] });
      }
      for (const item of added) {
        expect(made[item]).toBeUndefined();
        Object.assign(made, { [item]: there[item] });
      }
      expect(made).toEqual(there);
    }),
    { numRuns: 100 },
  ));

it('what comes back is still its author’s, and was put there by the rollback', async () => {
  const { log } = memoryLog();
  const author = { agent: 'ada' };
  await log.commit(address, draft([put('a', 1, { visibility: 'private' })], { author }));
  await log.commit(address, draft([retire('a')]));
  const outcome = await rollBack(log, address, 1);
  const history = await log.history(address);
  expect(outcome).toMatchObject({ commit: { version: 3, author: { agent: 'user' } } });
  expect(blame(history, 3)).toEqual([
    { item: 'a', version: 3, author, at: history.commits[2]?.at },
  ]);
  expect(blame(history, 1)).toMatchObject([{ item: 'a', version: 1, author }]);
});

it('is made anew when another commit comes first, and takes that back as well', () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { log, open } = memoryLog({ table: scheduled(memoryTable(), scheduler) });
      const first = async () => {
        for (const body of [1, 2]) landed(await log.commit(address, note('a', body)));
      };
      await scheduler.waitFor(first());
      const others = open();
      const [outcome] = await scheduler.waitFor(
        Promise.all([
          rollBack(log, address, 1),
          others.commit(address, note('b', 'late')),
          others.commit(address, note('c', 'later')),
        ]),
      );
      expect(outcome.kind).toBe('committed');
      if (outcome.kind !== 'committed') return;
      const { version } = outcome.commit;
      const history = await scheduler.waitFor(open().history(address));
      expect(saidIn(stateAt(history, version))).toEqual(saidIn(stateAt(history, 1)));
      expect(history.commits).toHaveLength(5);
    }),
    { numRuns: 30 },
  ));

it('a version that is not there is not gone back to, and nothing is written', async () => {
  const { log } = memoryLog();
  await log.commit(address, note('a', 1));
  await expect(rollBack(log, address, 2)).rejects.toEqual(
    fault('context.unknownVersion', { version: 2, head: 1 }),
  );
  expect(await log.after(address, 0)).toHaveLength(1);
});
