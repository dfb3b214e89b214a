import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createKeeper } from '../../../lib/claude-code/sessions/keeper.ts';
import { createSessions } from '../../../lib/claude-code/sessions/sessions.ts';
import { newFolder } from '../../support/claude-code.ts';
import { countedIds } from '../../support/counted-ids.ts';
import { memoryTable } from '../../support/memory-log.ts';
import { stillClock } from '../../support/still-clock.ts';

const clock = stillClock();

/** One process after the other at work on one session. */
function machines() {
  const sessions = createSessions({ table: memoryTable(), tenant: 't', clock, ids: countedIds() });
  return async (folder?: string, tookMs = 0) => {
    const held = await sessions.take('s');
    const { get, put } = sessions.contents('s');
    const slow: typeof put = async (...content) => {
      clock.pass(tookMs);
      await put(...content);
    };
    const keeper = createKeeper({ held, contents: { get, put: slow }, folder, clock });
    return { ...keeper, kept: async () => (await sessions.read('s')).kept() };
  };
}

/** Where Claude Code would write the transcript of a session, and beside it the task list. */
function settings() {
  const folder = newFolder();
  const tasks = join(folder, 'tasks/s');
  return { transcript: join(folder, 'projects/-work/s.jsonl'), tasks };
}

it('the task list of a session is there on another machine', async () => {
  const start = machines();
  const here = settings();
  const first = await start();
  mkdirSync(here.tasks, { recursive: true });
  writeFileSync(join(here.tasks, '1.json'), '{"subject":"Measure twice"}');
  await first.used('TaskCreate', here.transcript);
  await first.putAway();
  const there = settings();
  const second = await start();
  await second.began(there.transcript);
  expect(readFileSync(join(there.tasks, '1.json'), 'utf8')).toContain('Measure twice');
});

it('a workspace is stored in the midst of a turn, as often as that takes little of its time', async () => {
  const start = machines();
  const folder = newFolder();
  const keeper = await start(folder, 100);
  const stored = async () => Object.keys((await keeper.kept()).workspace?.files ?? {});
  await keeper.layOut();
  writeFileSync(join(folder, 'one'), '1');
  await keeper.used('Write', settings().transcript);
  expect(await stored()).toEqual(['one']);
  writeFileSync(join(folder, 'two'), '2');
  clock.pass(1_900);
  await keeper.used('Write', settings().transcript);
  expect(await stored()).toEqual(['one']);
  clock.pass(100);
  await keeper.used('Write', settings().transcript);
  expect(await stored()).toEqual(['one', 'two']);
});

it('a workspace that takes long is stored every ten seconds', async () => {
  const start = machines();
  const folder = newFolder();
  const keeper = await start(folder, 5_000);
  await keeper.layOut();
  for (const name of ['one', 'two']) {
    writeFileSync(join(folder, name), name);
    await keeper.used('Write', settings().transcript);
    clock.pass(10_000);
  }
  expect(Object.keys((await keeper.kept()).workspace?.files ?? {})).toEqual(['one', 'two']);
});

it('a folder that is somebody’s own is left as it is', async () => {
  const start = machines();
  const keeper = await start(undefined);
  await keeper.layOut();
  await keeper.putAway();
  expect((await keeper.kept()).workspace).toBeUndefined();
});

it('a workspace that was put away is laid out again', async () => {
  const start = machines();
  const folder = newFolder();
  const first = await start(folder);
  writeFileSync(join(folder, 'one'), '1');
  await first.putAway();
  expect(existsSync(join(folder, 'one'))).toBe(false);
  const other = newFolder();
  await (await start(other)).layOut();
  expect(readFileSync(join(other, 'one'), 'utf8')).toBe('1');
});
