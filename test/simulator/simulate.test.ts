import { expect, it } from 'vitest';
import { holdFrom } from './_worlds.ts';
import { simulate } from './simulate.ts';

holdFrom(1);

it('the same seed is the same world, whatever was simulated before', async () => {
  const { trace, digest } = await simulate(7);
  expect(await simulate(7)).toMatchObject({ trace, digest });
  expect((await simulate(8)).digest).not.toBe(digest);
});
