import type { Commit } from '../../lib/core/context/commit.ts';
import { withoutBodies } from '../../lib/core/context/forgotten.ts';
import { historyOf } from '../../lib/core/context/history.ts';
import { mergeOf } from '../../lib/core/context/merge.ts';
import { mergePolicies } from '../../lib/core/context/merge-policy.ts';
import { isForgotten, type OwnOperation } from '../../lib/core/context/operation.ts';
import type { State } from '../../lib/core/context/state.ts';
import { amendRuns } from '../../lib/core/session/amend-runs.ts';
import { isFault } from '../../lib/core/shared/faults.ts';
import { canonicalJson, type Json } from '../../lib/core/shared/json.ts';

/** A branch as it is, and as each of its commits once landed. */
export interface Branch {
  readonly now: readonly Commit[];
  readonly once: readonly Commit[];
}

/**
 * Each merge holds what a merge of the two branches, as they stood below it, comes to by some policy:
 * nobody who died or lost a race over it has had it computed from another state. All that a purge may
 * have taken from what it saw are bodies of items that were forgotten by the end, all of an item's or none.
 */
export const mergeProblems = (
  ours: Branch,
  branches: ReadonlyMap<string, Branch>,
): readonly string[] =>
  ours.once.flatMap((commit) => {
    const { merged, version } = commit;
    const theirs = merged && branches.get(merged.branch);
    if (!theirs) return [];
    const forgotten = [...new Set([...ours.now, ...theirs.now].flatMap(emptiedIn))];
    const isSo = subsets(forgotten).some((items) => {
      const seen = (commits: readonly Commit[]) =>
        historyOf(commits.map((one) => withoutBodies(one, new Set(items))));
      const [below, beside] = [
        seen(ours.once.slice(0, version - 1)),
        seen(theirs.once.slice(0, merged.version)),
      ];
      return [undefined, ...mergePolicies].some((policy) => {
        const { operations, conflicts } = mergeOf(below, beside, merged.branch, policy);
        const amended = amendedFor(commit.context, operations, below.state);
        return (
          conflicts.length === 0 &&
          amended !== undefined &&
          said(amended) === said(commit.operations)
        );
      });
    });
    return isSo ? [] : [`the merge at ${version} is none of the branches below it`];
  });

/** What may be merged into what a run has left there; undefined: nothing, while it is under way. */
function amendedFor(context: string, operations: readonly OwnOperation[], over: State) {
  try {
    return amendRuns(context)(operations, over);
  } catch (error) {
    if (!isFault(error, 'session.busy')) throw error;
    return undefined;
  }
}

const emptiedIn = ({ operations }: Commit): readonly string[] =>
  operations.flatMap((one) => (one.op === 'put' && isForgotten(one) ? [one.item] : []));

/** None of them first. */
const subsets = ([item, ...others]: readonly string[]): readonly (readonly string[])[] =>
  item === undefined ? [[]] : subsets(others).flatMap((some) => [some, [item, ...some]]);

interface Operation {
  readonly op: string;
  readonly item: string;
  readonly body?: Json | undefined;
}

const said = (operations: readonly Operation[]): string =>
  canonicalJson(operations.map(({ op, item, body = null }) => [op, item, body]));
