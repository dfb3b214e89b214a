/** Of what is said in passing and nobody has taken yet. */
const MAX_WAITING = 1_000;

/**
 * What lasts, and between it what is said in passing: of that, what nobody takes in time is lost.
 * It ends with what lasts.
 */
export async function* interleave<T>(
  lasting: AsyncIterator<T>,
  overhear: (listener: (one: T) => void) => () => void,
): AsyncGenerator<T> {
  const waiting: T[] = [];
  let bell = Promise.withResolvers<undefined>();
  const end = overhear((one) => {
    if (waiting.length < MAX_WAITING) waiting.push(one);
    bell.resolve(undefined);
  });
  let next = lasting.next();
  try {
    for (;;) {
      yield* waiting.splice(0);
      const come = await Promise.race([next, bell.promise]);
      bell = Promise.withResolvers();
      if (waiting.length > 0 || !come) continue;
      if (come.done) return;
      next = lasting.next();
      yield come.value;
    }
  } finally {
    end();
  }
}
