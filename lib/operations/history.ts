import { type Blame, blame } from '../core/context/blame.ts';
import { beginning } from '../core/context/commit.ts';
import type { Conflict } from '../core/context/conflict.ts';
import { type Diff, diff } from '../core/context/diff.ts';
import { stateAt } from '../core/context/history.ts';
import { mergeBranch } from '../core/context/merge-branch.ts';
import type { MergePolicy } from '../core/context/merge-policy.ts';
import type { Rewritten } from '../core/context/rewrite.ts';
import { rollBack } from '../core/context/roll-back.ts';
import type { State } from '../core/context/state.ts';
import { amendRuns } from '../core/session/amend-runs.ts';
import { purgeFromSession } from '../core/session/purge-from-session.ts';
import { Fault } from '../core/shared/faults.ts';
import type { ContextDeps } from './context-deps.ts';
import { type Find, historyAt } from './history-at.ts';
import { toNamedVersion } from './version-name.ts';

export interface BranchOption {
  /** Without it: `main`. */
  readonly branch?: string | undefined;
}

/** What came of a branch, a merge or a rollback. */
export interface HistoryReport {
  readonly kind: 'committed' | 'conflict';
  /** Of the branch that was changed; where there is a conflict, of its head. */
  readonly version: number;
  readonly conflicts: readonly Conflict[];
}

export interface MergeCommandOptions {
  /** Without it: `main`. */
  readonly into?: string | undefined;
  readonly policy?: MergePolicy | undefined;
}

export const historyOperations = (deps: ContextDeps, find: Find) => {
  const { log } = deps;

  const at = (context: string, name: string | number | undefined, branch?: string) =>
    historyAt(log, find, context, name, branch);

  const stateOf = async (
    context: string,
    name: string | number,
    branch?: string,
  ): Promise<State> => {
    const { history, version } = await at(context, name, branch);
    return stateAt(history, version);
  };

  return {
    /** Lets a branch leave another behind a version, the head unless said. Throws `branch.exists`, `branch.invalidName`. */
    branch: async (
      context: string,
      name: string,
      { from, branch }: BranchOption & { readonly from?: string | number | undefined } = {},
    ): Promise<HistoryReport> => {
      const { address, history, version } = await at(context, from, branch);
      const position = history.commits[version - 1] ?? beginning;
      await log.branches.fork(address, position, name);
      return { kind: 'committed', version, conflicts: [] };
    },

    branches: async (context: string): Promise<{ readonly branches: readonly BranchLine[] }> => {
      const address = await find(context);
      const names = await log.branches.namesOf(address);
      const lines = names.map(async (name): Promise<BranchLine> => {
        const fork = await log.branches.forkOf({ ...address, branch: name });
        const { version } = await log.head({ ...address, branch: name });
        return { name, head: version, from: fork ? `${fork.branch}@${fork.version}` : null };
      });
      return { branches: await Promise.all(lines) };
    },

    /** Merges a branch into another, `main` unless said. Throws `merge.self`, `session.busy`. */
    merge: async (
      context: string,
      from: string,
      { into, policy }: MergeCommandOptions = {},
    ): Promise<HistoryReport> => {
      const address = await find(context, into);
      const amend = amendRuns(context);
      return toReport(await mergeBranch(log, address, from, { policy, amend }));
    },

    /** Restores an earlier state by a commit. Throws `session.busy`, `context.unknownVersion`. */
    rollback: async (
      context: string,
      { to, branch }: BranchOption & { readonly to: string | number },
    ): Promise<HistoryReport> => {
      const { version, branch: on } = toNamedVersion(to, branch ?? 'main');
      if (branch !== undefined && on !== branch) throw anotherBranch(branch, on);
      const address = await find(context, on);
      return toReport(await rollBack(log, address, version, { amend: amendRuns(context) }));
    },

    diff: async (
      context: string,
      from: string | number,
      to: string | number,
      { branch }: BranchOption = {},
    ): Promise<Diff> =>
      diff(await stateOf(context, from, branch), await stateOf(context, to, branch)),

    blame: async (
      context: string,
      { at: version, branch }: BranchOption & { readonly at?: string | number | undefined } = {},
    ): Promise<{ readonly items: readonly Blame[] }> => {
      const named = await at(context, version, branch);
      return { items: blame(named.history, named.version) };
    },

    /** Forgets every body that an item ever had, and what the index has of it. Throws `purge.structure`, `context.unknownItem`. */
    purge: async (
      context: string,
      item: string,
      { branch }: BranchOption = {},
    ): Promise<{ readonly version: number }> => {
      const address = await find(context, branch);
      const { table, index } = deps;
      const version = await purgeFromSession({ log, table }, address, item);
      const branches = await log.branches.namesOf(address);
      await index.use(async (entries) => {
        for (const name of branches) await entries.remove({ ...address, branch: name }, item);
      });
      return { version };
    },
  };
};

export interface BranchLine {
  readonly name: string;
  readonly head: number;
  /** Where it left another; null: it is `main`. */
  readonly from: string | null;
}

function toReport(outcome: Rewritten): HistoryReport {
  if (outcome.kind === 'conflict')
    return { kind: 'conflict', version: outcome.head.version, conflicts: outcome.conflicts };
  const { version } = outcome.kind === 'committed' ? outcome.commit : outcome.head;
  return { kind: 'committed', version, conflicts: [] };
}

const anotherBranch = (branch: string, named: string) =>
  new Fault('usage.invalid', {
    problem: `${branch} cannot be rolled back to a version of ${named}.`,
    hint: `Name a version of ${branch}, or merge ${named} into it.`,
  });
