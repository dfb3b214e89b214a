/** Bytes of what stands in an answer around its page. */
const FRAME = 2048;

/** What a place can carry of a list at once. */
export interface Bounds {
  /** Bytes of the whole answer; without it: any number. */
  readonly maxAnswerBytes?: number | undefined;
  readonly limit?: number | undefined;
}

/** As many of the first as an answer can carry; one at least, where there is any. */
export function pageOf<T>(all: readonly T[], { maxAnswerBytes, limit }: Bounds): readonly T[] {
  const wanted = all.slice(0, limit);
  if (maxAnswerBytes === undefined) return wanted;
  let left = maxAnswerBytes - FRAME;
  const end = wanted.findIndex((one, at) => {
    left -= carriedBytes(one);
    return left < 0 && at > 0;
  });
  return end < 0 ? wanted : wanted.slice(0, end);
}

/** As a string in JSON, which is how a function hands an answer over. */
const carriedBytes = (one: unknown) => Buffer.byteLength(JSON.stringify(JSON.stringify(one)));
