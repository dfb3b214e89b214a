import type { Operation } from './operation.ts';

/**
 * The smallest part of a history that still fails: cut off behind the first answer that cannot be,
 * without what changed nothing and is not needed, and with only those answers that contradict each other.
 */
export function smallest(
  history: readonly Operation[],
  fails: (part: readonly Operation[]) => boolean,
): readonly Operation[] {
  const ends = history.map(({ until }) => until).filter(Number.isFinite);
  const cut = ends
    .toSorted((a, b) => a - b)
    .map((end) => asOf(history, end))
    .find(fails);
  return [...(cut ?? history)].toReversed().reduce<readonly Operation[]>((part, operation) => {
    const weaker = part.flatMap((one) => (one === operation ? weakened(one) : [one]));
    return fails(weaker) ? weaker : part;
  }, cut ?? history);
}

/** What was known of a history at a moment: calls without an answer may or may not have happened. */
const asOf = (history: readonly Operation[], moment: number): readonly Operation[] =>
  history
    .filter(({ from }) => from <= moment)
    .flatMap((operation) => (operation.until > moment ? weakened(operation) : [operation]));

/** What is left when its answer is forgotten: nothing, unless it may have written. */
function weakened(operation: Operation): readonly Operation[] {
  const { call, answer } = operation;
  const mayHaveWritten = answer.kind === 'committed' || answer.kind === 'lost';
  if (call.kind !== 'commit' || !mayHaveWritten) return [];
  return [{ ...operation, until: Number.POSITIVE_INFINITY, answer: { kind: 'lost' } }];
}
