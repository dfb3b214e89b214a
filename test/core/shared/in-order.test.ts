import { expect, it } from 'vitest';
import { inOrder } from '../../../lib/core/shared/in-order.ts';

const no = () => Promise.reject(new Error('no'));

it('takes every step in order and says how many', async () => {
  const taken: number[] = [];
  const step = async (one: number) => taken.push(one) > 0;
  expect(await inOrder([1, 2, 3], step)).toBe(3);
  expect(taken).toEqual([1, 2, 3]);
  expect(await inOrder([], step)).toBe(0);
});

it('ends where a step says no or fails, and throws only what the first throws', async () => {
  expect(await inOrder([1, 2, 3], async (one) => one < 2)).toBe(1);
  expect(await inOrder([1, 2, 3], async (one) => (one < 3 ? true : no()))).toBe(2);
  await expect(inOrder([1, 2, 3], no)).rejects.toThrow('no');
});
