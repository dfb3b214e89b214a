import type { Commit, Position } from './commit.ts';
import type { Conflict } from './conflict.ts';

export type CommitOutcome =
  | {
      readonly kind: 'committed';
      readonly commit: Commit;
      /** Others had landed since the base. */
      readonly rebased: boolean;
      /** It had landed before: this is the commit that stands. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'conflict'; readonly head: Position; readonly conflicts: readonly Conflict[] };
