import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

/** Seeds of each file: there are two, so that two workers share them. */
export const SEEDS = 160;
/** Few enough for the patience of one test, on any machine. */
const IN_ONE_TEST = 20;

/** Lives through so many worlds. */
export function holdFrom(first: number): void {
  const starts = Array.from({ length: SEEDS / IN_ONE_TEST }, (_, at) => first + at * IN_ONE_TEST);
  it.each(starts)(
    'in the worlds from %i on nothing is lost or doubled, and all ends well',
    async (start) => {
      for (let seed = start; seed < start + IN_ONE_TEST; seed += 1) {
        const { problems } = await simulate(seed);
        expect(problems, `npm run simulate -- --seeds 1 --from ${seed}`).toEqual([]);
      }
    },
  );
}
