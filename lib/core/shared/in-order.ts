/**
 * Takes one step after the other until one says no or fails, and tells how many were taken. It
 * throws what the first one throws; of a later one's failure whoever tries it first will hear.
 */
export async function inOrder<T>(
  all: readonly T[],
  step: (one: T) => Promise<boolean>,
): Promise<number> {
  for (const [at, one] of all.entries()) {
    try {
      if (!(await step(one))) return at;
    } catch (error) {
      if (at === 0) throw error;
      return at;
    }
  }
  return all.length;
}
