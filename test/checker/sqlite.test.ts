import { expect, it } from 'vitest';
import { memoryTable } from '../support/memory-log.ts';
import { race } from './race.ts';
import { problemIn } from './tell.ts';

const HISTORIES = 600;

it.each([0, 0.05, 0.2])(
  'the log on SQLite is one thing after the other, when %d of the answers go wrong',
  async (trouble) => {
    const table = memoryTable();
    for (let seed = 1; seed <= HISTORIES; seed += 1)
      expect(problemIn(await race({ table, seed, trouble })), `seed ${seed}`).toBeUndefined();
  },
);

it('so is a branch that has grown from another, whatever happens to that', async () => {
  const table = memoryTable();
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = await race({ table, seed, trouble: 0.05, forked: true });
    expect(problemIn(history), `seed ${seed}`).toBeUndefined();
  }
});
