import { type Address, checkedId, isId, mainBranch } from '../core/context/address.ts';
import type { MaskedItem, Position } from '../core/context/commit.ts';
import type { Conflict } from '../core/context/conflict.ts';
import type { Draft } from '../core/context/draft.ts';
import { stateAt } from '../core/context/history.ts';
import type { Verdict } from '../core/context/integrity.ts';
import { branchOf } from '../core/context/lineage.ts';
import { verifyContext } from '../core/context/verify-context.ts';
import { type WatchOptions, watchContext } from '../core/context/watch-context.ts';
import { checkUnreserved } from '../core/coordination/reserved.ts';
import { user } from '../core/message/author.ts';
import { Fault } from '../core/shared/faults.ts';
import { toCommitDocument } from './commit-document.ts';
import { type CommitLine, toLine } from './commit-line.ts';
import type { ContextDeps } from './context-deps.ts';
import { type BranchOption, historyOperations } from './history.ts';
import { historyAt } from './history-at.ts';
import { searchItems } from './search.ts';
import { translationOperations } from './translation.ts';
import { viewOperations } from './view.ts';

export interface CommitReport {
  readonly kind: 'committed' | 'conflict';
  /** Of the commit; of the head, where there is a conflict. */
  readonly version: number;
  readonly rebased: boolean;
  readonly repeated: boolean;
  /** What was masked before it was written down; absent: nothing. */
  readonly redacted?: readonly MaskedItem[];
  readonly conflicts: readonly Conflict[];
}

export interface ShowOptions extends BranchOption {
  /** Without it: the head. */
  readonly at?: string | number | undefined;
  readonly after?: number | undefined;
  /** An item's id: only what comes behind it. */
  readonly behind?: string | undefined;
}

export type Contexts = ReturnType<typeof contextOperations>;

/** All that can be done with contexts; they are the same in every place. */
export const contextOperations = (deps: ContextDeps) => {
  const addressOf = (context: string, branch = 'main'): Address => ({
    ...mainBranch(deps.tenant, checkedId(context)),
    branch,
  });

  /** A branch of a context that is there. Throws `context.unknown` and `branch.unknown`. */
  const known = async (context: string, branch?: string): Promise<Address> => {
    const address = addressOf(context, branch);
    await deps.log.branches.lineageOf(address);
    if (await deps.sessions.find(context)) return address;
    if ((await deps.log.head(address)).version > 0) return address;
    throw new Fault('context.unknown', { context });
  };

  /** Runs end on `main`: what the session remembers of it holds for a branch as far as it has that. */
  const anchorOf = async (address: Address): Promise<Position | undefined> => {
    const anchor = (await deps.sessions.find(address.context))?.anchor ?? undefined;
    const lineage = await deps.log.branches.lineageOf(address);
    return anchor && branchOf(lineage, anchor.version) === 'main' ? anchor : undefined;
  };

  return {
    ...translationOperations(deps, known),
    ...historyOperations(deps, known),
    ...viewOperations(deps, known),
    search: searchItems(deps, known),

    /** A name that can be an id is one; any other is a title. Throws `context.exists`. */
    create: async (name?: string): Promise<{ readonly id: string }> => {
      const id = name && isId(name) ? name : deps.ids.next('context');
      const isNew = await deps.sessions.ensure(id, name ?? id);
      if (!isNew) throw new Fault('context.exists', { context: id });
      return { id };
    },

    list: async () => {
      const sessions = await deps.sessions.list();
      const contexts = sessions.map(async ({ id, title, updatedAt }) => {
        const { version, at = updatedAt } = await deps.log.head(addressOf(id));
        return { id, name: title, head: version, updatedAt: at };
      });
      return { contexts: await Promise.all(contexts) };
    },

    log: async (
      context: string,
      { after = 0, branch }: BranchOption & { readonly after?: number } = {},
    ) => {
      const address = await known(context, branch);
      const commits = await deps.log.after(address, after);
      const head = commits.at(-1) ?? (await deps.log.head(address));
      return { context, branch: address.branch, head: head.version, commits: commits.map(toLine) };
    },

    /** Everything behind a version, then what comes, in order, without gaps or repeats. Throws `context.unknownVersion`. */
    watch: async function* (
      context: string,
      { from = 0, until, branch, signal }: BranchOption & Partial<WatchOptions> = {},
    ): AsyncGenerator<CommitLine> {
      const address = await known(context, branch);
      for await (const commit of watchContext(deps.log, address, deps.onChange, {
        from,
        until,
        signal,
      }))
        yield toLine(commit);
    },

    /**
     * With `after`, only what was written behind that version. Throws `context.unknown`,
     * `context.unknownVersion`, `context.unknownItem`.
     */
    show: async (context: string, { at, after = 0, behind, branch }: ShowOptions = {}) => {
      const { history, version } = await historyAt(deps.log, known, context, at, branch);
      const items = [...stateAt(history, version).items.values()];
      const place = behind === undefined ? -1 : items.findIndex(({ id }) => id === behind);
      if (behind !== undefined && place < 0)
        throw new Fault('context.unknownItem', { context, item: behind });
      return { version, items: items.slice(place + 1).filter((item) => item.version > after) };
    },

    /** Offers a commit; the context is made when it is not there. Losing a race is an outcome. */
    commit: async (
      context: string,
      document: unknown,
      { branch }: BranchOption = {},
    ): Promise<CommitReport> => {
      const address = addressOf(context, branch);
      const { base, author = user, ...rest } = toCommitDocument(document);
      const draft: Draft = { ...rest, author };
      checkUnreserved(draft);
      const outcome = await deps.log.commit(address, draft, base);
      if (outcome.kind === 'conflict') {
        const { conflicts, head } = outcome;
        const { version } = head;
        return { kind: 'conflict', version, rebased: false, repeated: false, conflicts };
      }
      const { commit, rebased, repeated } = outcome;
      await deps.sessions.ensure(context, context);
      const { version, redacted } = commit;
      return {
        kind: 'committed',
        version,
        rebased,
        repeated,
        ...(redacted && { redacted }),
        conflicts: [],
      };
    },

    /** Compares the chain with the session's anchor, and with a position the caller holds. */
    verify: async (
      context: string,
      { expect, branch }: BranchOption & { readonly expect?: Position } = {},
    ): Promise<Verdict> => {
      const address = await known(context, branch);
      const anchor = await anchorOf(address);
      const anchors = [anchor, expect].filter((one) => one !== undefined && one !== null);
      return verifyContext(deps.log, address, anchors);
    },
  };
};
