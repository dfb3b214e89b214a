import { expect, it } from 'vitest';
import { mistakes } from './_mistakes.ts';
import { simulate } from './simulate.ts';

const SEEDS = 120;

it.each(Object.entries(mistakes))('it is found out when %s', async (_, mistake) => {
  const problems: string[] = [];
  for (let seed = 1; seed <= SEEDS && problems.length === 0; seed += 1)
    problems.push(...(await simulate(seed, mistake)).problems);
  expect(problems).not.toEqual([]);
});
