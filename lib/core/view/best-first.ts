/** The places of some worths, that of the best first; of two that are worth the same, the earlier. It works out no more of the order than is asked for. */
export function* bestFirst(worths: Float64Array): Generator<number> {
  const heap = Uint32Array.from(worths, (_, place) => place);
  const isBefore = (one: number, other: number): boolean => {
    const difference = (worths[one] as number) - (worths[other] as number);
    return difference > 0 || (difference === 0 && one < other);
  };
  for (let at = (heap.length >> 1) - 1; at >= 0; at -= 1) sink(heap, at, heap.length, isBefore);
  for (let left = heap.length; left > 0; left -= 1) {
    const best = heap[0] as number;
    heap[0] = heap[left - 1] as number;
    sink(heap, 0, left - 1, isBefore);
    yield best;
  }
}

/** Lets what stands at a place of a heap of so many sink below all that come before it. */
function sink(
  heap: Uint32Array,
  from: number,
  length: number,
  isBefore: (one: number, other: number) => boolean,
) {
  const sinking = heap[from] as number;
  let at = from;
  for (let below = 2 * at + 1; below < length; below = 2 * at + 1) {
    const [left, right] = [heap[below] as number, heap[below + 1] as number];
    const isRight = below + 1 < length && isBefore(right, left);
    const next = isRight ? right : left;
    if (!isBefore(next, sinking)) break;
    heap[at] = next;
    at = isRight ? below + 1 : below;
  }
  heap[at] = sinking;
}
