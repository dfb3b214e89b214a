import type { Clock } from '../../lib/core/shared/clock.ts';
import type { World } from './world.ts';

/** How long anything takes that leaves a process, in milliseconds. */
const LONGEST_HOP = 40;
/** How far the clocks of two processes may be apart. */
const CLOCK_SKEW = 1_000;

/** A process: what it waits for may take long, fail, or be the last that it ever waited for. */
export interface Process {
  readonly name: string;
  readonly clock: Clock;
  /**
   * Does something outside: a while later, and not at all if it dies before. `refuse` makes the fault that is
   * thrown when nothing was done, or when it was and the answer was lost.
   */
  readonly act: <T>(what: string, effect: () => Promise<T>, refuse: () => Error) => Promise<T>;
  readonly isAlive: () => boolean;
  /** Resolves when it dies. */
  readonly dead: Promise<void>;
}

export function createProcess(world: World, name: string): Process {
  const { timeline, random } = world;
  const skew = random.below(CLOCK_SKEW);
  const end = Promise.withResolvers<void>();
  let isAlive = true;

  const live = async () => {
    if (isAlive && world.suffers('crash')) {
      isAlive = false;
      world.tell(`${name} dies`);
      end.resolve();
    }
    if (!isAlive) await new Promise(() => undefined); // whoever waits for it is dead
  };
  const hop = async () => {
    await timeline.pause(random.below(LONGEST_HOP));
    await live();
  };

  return {
    name,
    isAlive: () => isAlive,
    dead: end.promise,
    clock: {
      now: () => new Date(timeline.now().getTime() + skew),
      pause: async (milliseconds, signal) => {
        await timeline.pause(milliseconds, signal);
        await live();
      },
      timeout: timeline.timeout,
    },
    act: async (what, effect, refuse) => {
      await hop();
      if (world.suffers('throttle')) {
        world.tell(`${name} is refused: ${what}`);
        throw refuse();
      }
      world.tell(`${name} ${what}`);
      const result = await effect();
      await hop();
      if (!world.suffers('lost answer')) return result;
      world.tell(`${name} is not told: ${what}`);
      throw refuse();
    },
  };
}
