import type { Commit } from '../core/context/commit.ts';

/** A commit in a line: all but the bodies. */
export type CommitLine = Pick<
  Commit,
  'version' | 'id' | 'author' | 'at' | 'base' | 'redacted' | 'bytes' | 'tokens' | 'hash' | 'parent'
> & {
  readonly operations: readonly {
    readonly op: string;
    readonly item: string;
    readonly kind?: string;
  }[];
  /** What it took in, where it is a merge: `BRANCH@VERSION`. */
  readonly merged?: string;
};

export const toLine = (commit: Commit): CommitLine => {
  const {
    version,
    id,
    author,
    at,
    base,
    operations,
    redacted,
    bytes,
    tokens,
    hash,
    parent,
    merged,
  } = commit;
  return {
    version,
    id,
    author,
    at,
    base,
    operations: operations.map((operation) =>
      operation.op === 'put'
        ? { op: 'put', item: operation.item, kind: operation.kind }
        : { op: 'retire', item: operation.item },
    ),
    ...(redacted && { redacted }),
    bytes,
    tokens,
    hash,
    parent,
    ...(merged && { merged: `${merged.branch}@${merged.version}` }),
  };
};
