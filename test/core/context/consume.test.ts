import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mainBranch } from '../../../lib/core/context/address.ts';
import { consume } from '../../../lib/core/context/consume.ts';
import { createCursors } from '../../../lib/core/context/cursor.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { draft, put } from './_drafts.ts';

const address = mainBranch('tenant', 'ctx');

/** A consumer that remembers what it was given, and fails when it is told to. */
function world() {
  const { log, table } = memoryLog();
  const seen: number[] = [];
  let isBroken = false;
  const cursors = createCursors(table, 'test');
  const wake = consume({ log, cursors }, async (_, commits) => {
    if (isBroken) throw new Error('broken');
    seen.push(...commits.map(({ version }) => version));
    return 'done';
  });
  return {
    log,
    cursors,
    seen,
    wake,
    commit: () => log.commit(address, draft([put('note', 'words')])),
    fail: (fails: boolean) => {
      isBroken = fails;
    },
  };
}

type Wake = () => Promise<unknown>;

/** What becomes of an event. One that is late comes when the next is due, or never. */
const fates = {
  lost: async () => undefined,
  delivered: (wake: Wake) => wake(),
  twice: (wake: Wake) => wake().then(wake),
  'at once': (wake: Wake) => Promise.all([wake(), wake()]),
  failed: async (wake: Wake, fail: (fails: boolean) => void) => {
    fail(true);
    await expect(wake()).rejects.toThrow('broken');
    fail(false);
  },
};

it('whatever becomes of the events, every consumer has come to the same end when it catches up', async () => {
  const fate = fc.constantFrom(...(Object.keys(fates) as (keyof typeof fates)[]));
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { maxLength: 12 }), async (chosen) => {
      const { log, seen, commit, wake, fail } = world();
      for (const one of chosen) {
        await commit();
        await fates[one](() => wake(address), fail);
      }
      await wake(address);
      const { version } = await log.head(address);
      expect([...new Set(seen)]).toEqual(Array.from({ length: version }, (_, at) => at + 1));
      expect(await wake(address)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

it('what is put off is dealt with again', async () => {
  const { log, cursors, commit } = world();
  await commit();
  const later = consume({ log, cursors }, async () => 'later');
  expect(await later(address)).toEqual([]);
  expect((await cursors.at(address)).version).toBe(0);
});

it('what a branch has from its parent is the consumer’s of the parent', async () => {
  const { log, seen, commit, wake } = world();
  await commit();
  await commit();
  await log.branches.fork(address, await log.at(address, 2), 'idea');
  const idea = { ...address, branch: 'idea' };
  expect(await wake(idea)).toEqual([]);
  await log.commit(idea, draft([put('other', 'words')]));
  await wake(idea);
  expect(seen).toEqual([3]);
});
