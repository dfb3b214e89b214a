import type { Commit } from './commit.ts';
import { type CommittedOperation, isForgotten } from './operation.ts';

/** The items whose bodies a commit says are forgotten. */
export const purgedBy = ({ operations }: Pick<Commit, 'operations'>): readonly string[] =>
  operations.flatMap((operation) =>
    operation.op === 'retire' && operation.purged ? [operation.item] : [],
  );

/** A commit without the bodies of some items, and without the salts that could tell a guess from the truth. */
export const withoutBodies = (commit: Commit, items: ReadonlySet<string>): Commit =>
  holdsBody(commit, items)
    ? {
        ...commit,
        operations: commit.operations.map((one) => (items.has(one.item) ? emptied(one) : one)),
      }
    : commit;

/** Whether a commit still holds the body of one of these items. */
export const holdsBody = ({ operations }: Commit, items: ReadonlySet<string>): boolean =>
  operations.some((one) => one.op === 'put' && items.has(one.item) && !isForgotten(one));

/** Commits as they are once others have landed that purge some of their items; undefined: as they were. */
export function forgetIn(
  commits: readonly Commit[],
  landed: readonly Commit[],
): readonly Commit[] | undefined {
  const purged = new Set(landed.flatMap(purgedBy));
  return purged.size > 0 && commits.some((commit) => holdsBody(commit, purged))
    ? commits.map((commit) => withoutBodies(commit, purged))
    : undefined;
}

function emptied(operation: CommittedOperation): CommittedOperation {
  if (operation.op === 'retire') return operation;
  const { body: _, salt: __, ...rest } = operation;
  return rest;
}
