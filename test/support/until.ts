import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 20;

/** Resolves when something holds, however long that takes. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(LOOK_MS);
}
