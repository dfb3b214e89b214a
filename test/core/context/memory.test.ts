import { expect, it } from 'vitest';
import type { Commit } from '../../../lib/core/context/commit.ts';
import { emptyHistory, extend, type History } from '../../../lib/core/context/history.ts';
import { createMemory } from '../../../lib/core/context/memory.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { address, landed, note } from './_drafts.ts';

const BODY = 'x'.repeat(10_000);
const ROOM_FOR_TWO = 25_000;

async function historyOf(context: string): Promise<History> {
  const { log } = memoryLog();
  landed(await log.commit({ ...address, context }, note('a', BODY)));
  return log.history({ ...address, context });
}

it('what a process has read longest ago makes room for what it reads', async () => {
  const memory = createMemory(ROOM_FOR_TWO);
  for (const name of ['one', 'two']) memory.keep(name, await historyOf(name));
  memory.keep('one', await historyOf('one'));
  memory.keep('three', await historyOf('three'));
  expect(memory.of('two')).toBeUndefined();
  expect(memory.of('one')?.commits).toHaveLength(1);
  expect(memory.of('three')?.commits).toHaveLength(1);
});

it('one that is larger than all the room is kept alone', async () => {
  const memory = createMemory(1);
  memory.keep('one', await historyOf('one'));
  expect(memory.of('one')).toBeDefined();
  memory.keep('two', await historyOf('two'));
  expect(memory.of('one')).toBeUndefined();
  expect(memory.of('two')).toBeDefined();
});

it('a history that grows is weighed anew, and not twice', async () => {
  const memory = createMemory(ROOM_FOR_TWO);
  const history = await historyOf('one');
  const [commit] = history.commits;
  for (let time = 0; time < 10; time += 1) memory.keep('one', history);
  memory.keep('two', await historyOf('two'));
  expect(memory.of('one')).toBeDefined();
  const grown = extend(emptyHistory(), [commit, { ...commit, version: 2 }] as Commit[]);
  memory.keep('one', grown);
  expect(memory.of('two')).toBeUndefined();
});
