import * as z from 'zod';
import { type Address, checkedId, isId, mainBranch } from '../core/context/address.ts';
import type { Commit, Position } from '../core/context/commit.ts';
import type { Conflict } from '../core/context/conflict.ts';
import { Draft } from '../core/context/draft.ts';
import { stateAt } from '../core/context/history.ts';
import type { Verdict } from '../core/context/integrity.ts';
import type { Item } from '../core/context/item.ts';
import { verifyContext } from '../core/context/verify-context.ts';
import { checkUnreserved } from '../core/coordination/reserved.ts';
import { type Author, user } from '../core/message/author.ts';
import { Fault } from '../core/shared/faults.ts';
import type { LocalDeps } from './deps.ts';
import { translationCommands } from './translation-commands.ts';
import { viewCommands } from './view-commands.ts';

/** What `context commit` takes: a draft, and the version that its author had seen. */
const CommitDocument = Draft.omit({ cause: true })
  .partial({ author: true })
  .extend({ base: z.int().nonnegative().optional() });

/** A commit in a line: all but the bodies. */
export type CommitLine = Pick<
  Commit,
  'version' | 'id' | 'author' | 'at' | 'base' | 'bytes' | 'tokens' | 'hash' | 'parent'
> & {
  readonly operations: readonly {
    readonly op: string;
    readonly item: string;
    readonly kind?: string;
  }[];
};

export interface CommitReport {
  readonly kind: 'committed' | 'conflict';
  /** Of the commit; of the head, where there is a conflict. */
  readonly version: number;
  readonly rebased: boolean;
  readonly repeated: boolean;
  readonly conflicts: readonly Conflict[];
}

export interface ItemDocument extends Omit<Item, 'tags'> {
  readonly author: Author;
  readonly tags: readonly string[];
}

export const contextCommands = (deps: LocalDeps) => {
  const addressOf = (context: string): Address => mainBranch(deps.tenant, checkedId(context));

  /** The address of a context that is there. Throws `context.unknown`. */
  const known = async (context: string): Promise<Address> => {
    const address = addressOf(context);
    if (await deps.sessions.find(context)) return address;
    if ((await deps.log.head(address)).version > 0) return address;
    throw new Fault('context.unknown', { context });
  };

  const historyOf = async (context: string) => deps.log.history(await known(context));

  return {
    ...translationCommands(deps, historyOf),
    ...viewCommands(deps, historyOf),

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
        const { version } = await deps.log.head(addressOf(id));
        return { id, name: title, head: version, updatedAt };
      });
      return { contexts: await Promise.all(contexts) };
    },

    log: async (context: string, { after = 0 }: { readonly after?: number } = {}) => {
      const address = await known(context);
      const commits = await deps.log.after(address, after);
      const head = commits.at(-1) ?? (await deps.log.head(address));
      return { context, branch: address.branch, head: head.version, commits: commits.map(toLine) };
    },

    /** Throws `context.unknown`, `context.unknownVersion`. */
    show: async (context: string, { at }: { readonly at?: number } = {}) => {
      const history = await deps.log.history(await known(context));
      const head = history.commits.length;
      const version = at ?? head;
      if (version > head || version < 0)
        throw new Fault('context.unknownVersion', { context, version, head });
      const items = [...stateAt(history, version).items.values()];
      return { version, items: items satisfies readonly ItemDocument[] };
    },

    /** Offers a commit; the context is made when it is not there. Losing a race is an outcome. */
    commit: async (context: string, document: unknown): Promise<CommitReport> => {
      const address = addressOf(context);
      const { base, author = user, ...rest } = parseDocument(document);
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
      return { kind: 'committed', version: commit.version, rebased, repeated, conflicts: [] };
    },

    /** Compares the chain with the session's anchor, and with a position the caller holds. */
    verify: async (
      context: string,
      { expect }: { readonly expect?: Position } = {},
    ): Promise<Verdict> => {
      const address = await known(context);
      const anchor = (await deps.sessions.find(context))?.anchor;
      const anchors = [anchor, expect].filter((one) => one !== undefined && one !== null);
      return verifyContext(deps.log, address, anchors);
    },
  };
};

function parseDocument(document: unknown) {
  const parsed = CommitDocument.safeParse(document);
  if (parsed.success) return withoutUndefined(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.');
  throw new Fault('context.invalid', {
    problem: `The commit cannot be taken: ${path ? `${path}: ` : ''}${issue?.message}.`,
  });
}

const withoutUndefined = ({ id, expects, ...rest }: z.infer<typeof CommitDocument>) => ({
  ...rest,
  ...(id !== undefined && { id }),
  ...(expects !== undefined && { expects }),
});

const toLine = (commit: Commit): CommitLine => {
  const { version, id, author, at, base, operations, bytes, tokens, hash, parent } = commit;
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
    bytes,
    tokens,
    hash,
    parent,
  };
};
