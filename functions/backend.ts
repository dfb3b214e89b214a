import { announcedIn } from '../lib/bus/announced.ts';
import { createSessions } from '../lib/claude-code/sessions/sessions.ts';
import { runTask } from '../lib/core/session/tasks.ts';
import { once } from '../lib/core/shared/once.ts';
import { createCloudDeps } from './_deps.ts';
import { idsOf } from './_ids.ts';
import { observed } from './_observed.ts';
import { reactTo } from './_reactions.ts';
import { openSeats } from './_seats.ts';

const parts = once(() => {
  const seats = openSeats();
  return { seats, deps: createCloudDeps(() => seats.held) };
});

/** What the agents of one type of backend do: Turn and Present, and acts on what the bus announces. */
export const handler = observed(async (event: unknown) => {
  const { deps, seats } = parts();
  const announced = announcedIn(event);
  const { close, ...taken } = await seats.take((tenant) => createSessions({ ...deps, tenant }));
  const all = { ...deps, ...taken };
  const work = announced ? reactTo(all, announced) : runTask(all)(event);
  return work.finally(close);
}, idsOf);
