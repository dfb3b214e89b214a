import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const SEEDS = 150;

it('whatever goes wrong, nothing that was committed is lost or doubled, every run ends, and all are told', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { problems } = await simulate(seed);
    expect(problems, `npm run simulate -- --seeds 1 --from ${seed}`).toEqual([]);
  }
});

it('the same seed is the same world, whatever was simulated before', async () => {
  const { trace, digest } = await simulate(7);
  expect(await simulate(7)).toMatchObject({ trace, digest });
  expect((await simulate(8)).digest).not.toBe(digest);
});
