import { expect, it } from 'vitest';
import { createBatches } from '../../../lib/core/shared/batches.ts';

/** Batches that are done when the test says so. */
function aQueue(together: (waiting: readonly string[]) => number) {
  const begun: string[] = [];
  const gates: (() => void)[] = [];
  const add = createBatches<string, string>({
    nameOf: (place) => place,
    together,
    work: async (place, batch) => {
      begun.push(`${place}: ${batch.join(' ')}`);
      await new Promise<void>((resolve) => gates.push(resolve));
    },
  });
  const finish = async () => {
    gates.shift()?.();
    await quiet();
  };
  return { add, begun, finish };
}

const quiet = () => new Promise((resolve) => setImmediate(resolve));
const everything = (waiting: readonly string[]) => waiting.length;

it('what comes in one breath goes together, and what comes meanwhile goes next', async () => {
  const { add, begun, finish } = aQueue(everything);
  for (const one of ['1', '2', '3']) add('here', one);
  await quiet();
  for (const one of ['4', '5']) add('here', one);
  await quiet();
  expect(begun).toEqual(['here: 1 2 3']);
  await finish();
  expect(begun).toEqual(['here: 1 2 3', 'here: 4 5']);
  await finish();
  add('here', '6');
  await quiet();
  expect(begun.at(-1)).toBe('here: 6');
});

it('what cannot go together goes one batch behind the other, in the order it came', async () => {
  const { add, begun, finish } = aQueue((waiting) => Math.min(2, waiting.length));
  for (const one of ['1', '2', '3', '4', '5']) add('here', one);
  await quiet();
  for (let batch = 0; batch < 3; batch += 1) await finish();
  expect(begun).toEqual(['here: 1 2', 'here: 3 4', 'here: 5']);
});

it('different places do not wait for each other', async () => {
  const { add, begun } = aQueue(everything);
  add('here', '1');
  add('there', '1');
  await quiet();
  expect(begun).toEqual(['here: 1', 'there: 1']);
});
