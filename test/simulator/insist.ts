import { Fault } from '../../lib/core/shared/faults.ts';
import type { World } from './world.ts';

const LONGEST_PAUSE_MS = 40_000;

/** Asks until it is answered, or told that it will not be. */
export async function insist<T>(
  world: World,
  call: () => Promise<unknown>,
): Promise<T | undefined> {
  for (let times = 0; times < 6; times += 1) {
    try {
      return (await call()) as T;
    } catch (error) {
      if (error instanceof Fault && error.code !== 'session.busy' && !isPassing(error))
        return undefined;
      await world.timeline.pause(world.random.below(LONGEST_PAUSE_MS));
    }
  }
  return undefined;
}

const isPassing = ({ code }: Fault) => code.startsWith('store.') || code === 'context.busy';
