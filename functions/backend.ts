import { runTask } from '../lib/core/session/tasks.ts';
import { once } from '../lib/core/shared/once.ts';
import { createCloudDeps } from './_deps.ts';
import { idsOfOrder } from './_ids.ts';
import { observed } from './_observed.ts';
import { openSeats } from './_seats.ts';

const parts = once(() => {
  const seats = openSeats();
  return { seats, deps: createCloudDeps(() => seats.held) };
});

/** Turn and Present, on the agents of one type of backend. */
export const handler = observed(async (event: unknown) => {
  const { deps, seats } = parts();
  const { close, ...taken } = await seats.take();
  return runTask({ ...deps, ...taken })(event).finally(close);
}, idsOfOrder);
