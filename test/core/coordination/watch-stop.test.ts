import { setImmediate as tick } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watchStop } from '../../../lib/core/coordination/watch-stop.ts';
import { stopRun } from '../../../lib/core/session/stop-run.ts';
import { stillClock } from '../../support/still-clock.ts';
import { house } from './_house.ts';

const SECONDS_MS = 3_000;

/** A run that is watched, and the time until it is looked at again. */
async function watched() {
  const clock = stillClock();
  const { deps, ask } = house({ agents: { one: [] }, clock });
  const { order } = await ask();
  const watch = watchStop(deps, order);
  const look = async () => {
    await clock.untilPaused();
    clock.pass(SECONDS_MS);
    for (let turn = 0; turn < 20; turn += 1) await tick();
  };
  return { deps, order, watch, look, clock };
}

it('aborts soon after the log says that the run was stopped, wherever that was said', async () => {
  const { deps, order, watch, look } = await watched();
  await look();
  expect(watch.signal.aborted).toBe(false);
  await stopRun(deps, order, 'enough');
  await look();
  expect(watch.signal.aborted).toBe(true);
});

it('looks no more once it is ended', async () => {
  const { deps, order, watch, clock } = await watched();
  await clock.untilPaused();
  watch.end();
  await stopRun(deps, order, 'enough');
  clock.pass(SECONDS_MS);
  for (let turn = 0; turn < 20; turn += 1) await tick();
  expect(watch.signal.aborted).toBe(false);
});
