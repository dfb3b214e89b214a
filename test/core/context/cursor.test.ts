import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mainBranch } from '../../../lib/core/context/address.ts';
import { createCursors } from '../../../lib/core/context/cursor.ts';
import { memoryTable } from '../../support/memory-log.ts';

const here = mainBranch('tenant', 'here');

it('a cursor stands at the furthest version that anybody has dealt with, in whatever order they say so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1000), { maxLength: 12 }), async (versions) => {
      const cursors = createCursors(memoryTable(), 'consumer');
      const ats = await Promise.all(versions.map(() => cursors.at(here)));
      await Promise.all(ats.map((cursor, place) => cursor.advance(versions[place] ?? 0)));
      expect((await cursors.at(here)).version).toBe(Math.max(0, ...versions));
    }),
    { numRuns: 50 },
  );
});

it('consumers, contexts and branches have a cursor each', async () => {
  const table = memoryTable();
  const cursors = createCursors(table, 'consumer');
  await (await cursors.at(here)).advance(7);
  expect((await cursors.at({ ...here, branch: 'other' })).version).toBe(0);
  expect((await cursors.at({ ...here, context: 'there' })).version).toBe(0);
  expect((await createCursors(table, 'another').at(here)).version).toBe(0);
});
