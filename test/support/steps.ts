import { Session } from 'node:inspector/promises';

/**
 * How many times pieces of code ran, loops' bodies and calls, while some work was done: what time
 * would say of its growth, and the same on every machine. What the engine does inside of one call
 * of its own is not seen.
 */
export async function stepsOf(work: () => unknown): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    await work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .flatMap(({ functions }) => functions)
      .flatMap(({ ranges }) => ranges)
      .reduce((sum, { count }) => sum + count, 0);
  } finally {
    session.disconnect();
  }
}

/** By how much the steps of some work grow when there is so many times as much to do. */
export const growthOf = async (less: () => unknown, more: () => unknown): Promise<number> => {
  await less(); // what is done once is done before
  const steps = await stepsOf(less);
  return (await stepsOf(more)) / steps;
};
