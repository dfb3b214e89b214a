import type { Commit } from '../../lib/core/context/commit.ts';
import { historyOf } from '../../lib/core/context/history.ts';
import { mergeOf } from '../../lib/core/context/merge.ts';
import { mergePolicies } from '../../lib/core/context/merge-policy.ts';
import { canonicalJson, type Json } from '../../lib/core/shared/json.ts';

/**
 * Each merge holds what a merge of the two branches, as they stood below it, comes to by some policy:
 * nobody who died or lost a race over it has had it computed from another state. Where a body was
 * forgotten since, nobody can say any more.
 */
export const mergeProblems = (
  commits: readonly Commit[],
  branches: ReadonlyMap<string, readonly Commit[]>,
): readonly string[] =>
  commits.flatMap((commit) => {
    const { merged, version } = commit;
    const from = merged && branches.get(merged.branch);
    if (!from || [...commits, ...from].some(isEmptied)) return [];
    const [ours, theirs] = [
      historyOf(commits.slice(0, version - 1)),
      historyOf(from.slice(0, merged.version)),
    ];
    const isSo = [undefined, ...mergePolicies].some((policy) => {
      const { operations, conflicts } = mergeOf(ours, theirs, merged.branch, policy);
      return conflicts.length === 0 && said(operations) === said(commit.operations);
    });
    return isSo ? [] : [`the merge at ${version} is none of the branches below it`];
  });

const isEmptied = ({ operations }: Commit) =>
  operations.some((one) => one.op === 'put' && one.body === undefined);

interface Operation {
  readonly op: string;
  readonly item: string;
  readonly body?: Json | undefined;
}

const said = (operations: readonly Operation[]): string =>
  canonicalJson(operations.map(({ op, item, body = null }) => [op, item, body]));
