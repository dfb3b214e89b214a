import { expect, it } from 'vitest';
import { mainBranch } from '../../../lib/core/context/address.ts';
import type { ContextCommitted } from '../../../lib/core/context/context-committed.ts';
import { createCursors } from '../../../lib/core/context/cursor.ts';
import { catchUp } from '../../../lib/core/session/catch-up.ts';
import { createReactors } from '../../../lib/core/session/reactors.ts';
import { stopRun } from '../../../lib/core/session/stop-run.ts';
import { createTouched } from '../../../lib/core/session/touched.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { memoryTable } from '../../support/memory-log.ts';
import { stillClock } from '../../support/still-clock.ts';
import { house } from '../coordination/_house.ts';

const MINUTE_MS = 60_000;

/** A session, and what its environment was asked to do. */
function environment() {
  const clock = stillClock();
  const table = memoryTable();
  const { deps, ask, commits } = house({ agents: { one: [] }, clock, table });
  const announced: ContextCommitted[] = [];
  const started: string[] = [];
  const stopped: string[] = [];
  const all = {
    ...deps,
    cursors: createCursors(table, 'publisher'),
    cursorsOf: (consumer: string) => createCursors(table, consumer),
    reactors: createReactors({ table, log: deps.log }),
    touched: createTouched({ table, clock, tenant: 'tenant' }),
    announcer: {
      publish: async (more: readonly ContextCommitted[]) => void announced.push(...more),
    },
    starter: {
      start: async ({ run, attempt }: { run: string; attempt: number }) =>
        void started.push(`${run}-${attempt}`),
      stop: async ({ run }: { run: string }) => void stopped.push(run),
    },
  };
  return {
    clock,
    deps,
    ask,
    commits,
    announced,
    started,
    stopped,
    all,
    catchUp: catchUp(all, () => undefined),
  };
}

it('starts a run whose request nobody has heard of, announces it, and does so once', async () => {
  const { ask, started, announced, catchUp } = environment();
  const { order } = await ask();
  expect(await catchUp()).toEqual({ announced: 1, open: 1 });
  expect(started).toContain(`${order.run}-1`);
  expect(announced).toMatchObject([{ data: { context: order.context, version: 1 } }]);
  expect(await catchUp()).toEqual({ announced: 0, open: 1 });
  expect(announced).toHaveLength(1);
});

it('ends a run that was stopped when whoever stopped it died', async () => {
  const { deps, ask, stopped, catchUp } = environment();
  const { order, run } = await ask();
  await stopRun(deps, order, 'enough');
  await catchUp();
  expect(stopped).toEqual([order.run]);
  expect((await run()).result).toMatchObject({ status: 'interrupted' });
  expect(await catchUp()).toMatchObject({ open: 0 });
});

it('ends a run whose machine is gone, long after its time is up', async () => {
  const { clock, ask, catchUp } = environment();
  const { run } = await ask();
  clock.pass(45 * MINUTE_MS);
  await catchUp();
  expect((await run()).result).toBeUndefined();
  clock.pass(6 * MINUTE_MS);
  await catchUp();
  expect((await run()).result?.status).toBe('failed');
});

it('forgets a run that was never asked for, but not at once', async () => {
  const { clock, deps, catchUp } = environment();
  await deps.runs.register('run_lost', 'nowhere');
  expect(await catchUp()).toMatchObject({ open: 1 });
  clock.pass(16 * MINUTE_MS);
  expect(await catchUp()).toMatchObject({ open: 1 });
  expect(await catchUp()).toMatchObject({ open: 0 });
});

it('leaves contexts alone that nobody has touched for two days', async () => {
  const { clock, deps, ask, announced, catchUp } = environment();
  const { order } = await ask();
  await deps.runs.close(order.run);
  clock.pass(50 * 60 * MINUTE_MS);
  expect(await catchUp()).toEqual({ announced: 0, open: 0 });
  expect(announced).toEqual([]);
  expect((await deps.log.history(mainBranch('tenant', order.context))).commits).toHaveLength(1);
});

it('sees to everybody else when one cannot be helped, and says so', async () => {
  const { deps, ask, all, announced } = environment();
  const { order, run } = await ask();
  await stopRun(deps, order, 'enough');
  await deps.runs.register('run_a', order.context);
  await deps.sessions.ensure('other', 'Other');
  await deps.log.commit(mainBranch('tenant', 'other'), {
    author: { agent: 'somebody' },
    operations: [{ op: 'put', item: 'note', kind: 'note', body: 'n' }],
  });
  const refuses = async () => {
    throw new Fault('run.notStopped', { run: order.run, detail: 'no right to' });
  };
  const codes: string[] = [];
  const work = catchUp({ ...all, starter: { ...all.starter, stop: refuses } }, ({ code }) =>
    codes.push(code),
  );
  await expect(work()).rejects.toMatchObject({ code: 'run.notStopped' });
  expect(codes).toEqual(['run.notStopped']);
  expect((await run()).result?.status).toBe('interrupted');
  expect(announced.some(({ data }) => data.context === 'other')).toBe(true);
});

it('announces what a branch has got as well, and nothing of what it grew from a second time', async () => {
  const { deps, ask, started, announced, catchUp } = environment();
  const { order } = await ask();
  const main = mainBranch('tenant', order.context);
  await catchUp();
  await deps.log.branches.fork(main, await deps.log.head(main), 'idea');
  await deps.log.commit(
    { ...main, branch: 'idea' },
    {
      author: { agent: 'somebody' },
      operations: [{ op: 'put', item: 'note', kind: 'note', body: 'n' }],
    },
  );
  const before = started.length;
  expect(await catchUp()).toEqual({ announced: 1, open: 1 });
  expect(announced.map(({ data: { branch, version } }) => [branch, version])).toEqual([
    ['main', 1],
    ['idea', 2],
  ]);
  expect(await catchUp()).toEqual({ announced: 0, open: 1 });
  expect(started.length - before).toBe(2); // the run is still open, and seen to each time
});
