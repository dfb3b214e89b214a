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
      await Promise.all(versions.map((version) => cursors.advance(here, version)));
      expect(await cursors.at(here)).toBe(Math.max(0, ...versions));
    }),
    { numRuns: 50 },
  );
});

it('consumers, contexts and branches have a cursor each', async () => {
  const table = memoryTable();
  const cursors = createCursors(table, 'consumer');
  await cursors.advance(here, 7);
  expect(await cursors.at({ ...here, branch: 'other' })).toBe(0);
  expect(await cursors.at({ ...here, context: 'there' })).toBe(0);
  expect(await createCursors(table, 'another').at(here)).toBe(0);
});
