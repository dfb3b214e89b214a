import type { Clock } from '../../core/shared/clock.ts';
import type { Ids } from '../../core/shared/ids.ts';
import { isBusy, toSqliteFault } from './_sqlite-fault.ts';

/** Milliseconds of pauses after which a lock is reported. */
const MAX_WAIT_MS = 5000;
const MAX_PAUSE_MS = 20;

export interface Chance {
  readonly clock: Pick<Clock, 'pause'>;
  /** A number in [0, 1), for jitter. */
  readonly chance: Ids['chance'];
}

/**
 * Runs a statement until no other process holds the lock, and tells it how long it has waited. SQLite's
 * own waiting would stop the event loop, so the waiting is done here. Throws `store.busy` in the end,
 * and every other fault of the store at once.
 */
export const createPatience =
  (place: string, { clock, chance }: Chance) =>
  async <T>(attempt: (waited: number) => T): Promise<T> => {
    for (let waited = 0; ; ) {
      try {
        return attempt(waited);
      } catch (error) {
        if (!isBusy(error) || waited > MAX_WAIT_MS) throw toSqliteFault(place, error);
        const pause = 1 + chance() * Math.min(waited, MAX_PAUSE_MS);
        waited += pause;
        await clock.pause(pause);
      }
    }
  };

/** The same for opening, which has no event loop to spare: nothing can be done without a store. */
export function patientlySync<T>(place: string, chance: Ids['chance'], attempt: () => T): T {
  for (let waited = 0; ; ) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || waited > MAX_WAIT_MS) throw toSqliteFault(place, error);
      const pause = 1 + chance() * MAX_PAUSE_MS;
      waited += pause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}
