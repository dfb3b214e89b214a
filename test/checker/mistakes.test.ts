import { expect, it } from 'vitest';
import { memoryTable } from '../support/memory-log.ts';
import { type Mistake, mistakes } from './_mistakes.ts';
import { race } from './race.ts';
import { problemIn } from './tell.ts';

const HISTORIES = 60;

it.each(Object.entries(mistakes))('it is found out when %s', async (_, mistake) => {
  expect(await firstProblem(mistake)).toMatch(
    /^No order of these operations explains their answers/,
  );
});

async function firstProblem({ table: spoilt = (table) => table, log }: Mistake) {
  const table = spoilt(memoryTable());
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const problem = problemIn(await race({ table, seed, ...(log && { spoil: log }) }));
    if (problem) return problem;
  }
  return undefined;
}
