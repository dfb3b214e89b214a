import { nearest } from '../config/nearest.ts';
import { type Address, mainBranch } from '../core/context/address.ts';
import { ItemKind } from '../core/context/item.ts';
import { CANDIDATES, type Query } from '../core/context/search-index.ts';
import { isTurnItem } from '../core/coordination/run-items.ts';
import { user } from '../core/message/author.ts';
import { type QuotedHit, quote, search } from '../core/session/search.ts';
import { Fault } from '../core/shared/faults.ts';
import type { ContextDeps } from './context-deps.ts';
import type { Find } from './history-at.ts';

export interface SearchOptions {
  /** Without it: all contexts. */
  readonly context?: string;
  /** Without it: `main`. */
  readonly branch?: string;
  readonly kind?: string;
  /** Only what this agent may see; without it, all there is. */
  readonly agent?: string;
  /** At most so many hits; 10 unless said. */
  readonly limit?: number;
}

export interface SearchReport {
  readonly hits: readonly QuotedHit[];
  /** More matched than were ranked. */
  readonly capped?: true;
}

const LIMIT = 10;

/**
 * Finds the items that hold all words of a text, the best first. Throws `context.unknown`, and
 * `usage.invalid` for a kind that there is not, and without a context where one is needed.
 */
export const searchItems =
  (deps: ContextDeps, find: Find) =>
  async (text: string, options: SearchOptions = {}): Promise<SearchReport> => {
    const { context, branch = 'main', kind, agent, limit = LIMIT } = options;
    const query: Query = {
      text,
      branch,
      limit,
      ...(context !== undefined && { context }),
      ...(kind !== undefined && { kind: kindCalled(kind) }),
      ...(agent !== undefined && { agent }),
    };
    const isWide = context === undefined;
    if (isWide && (branch !== 'main' || !deps.index.isKept)) throw oneAtATime();
    const addresses = isWide ? await everywhere(deps) : [await find(context, branch)];
    const { hits, capped } = await deps.index.use((index) => search(deps, index, addresses, query));
    return { hits: await quote(deps, hits, query), ...(capped && { capped }) };
  };

export interface SessionsFound {
  readonly sessions: ReadonlySet<string>;
  readonly capped: boolean;
}

/** The sessions in which all words of a text were said in one question or one answer. */
export async function sessionsSaying(deps: ContextDeps, text: string): Promise<SessionsFound> {
  const { index } = deps;
  if (!index.isKept) {
    deps.warn('Only titles are looked through where data is kept elsewhere.');
    return { sessions: new Set(), capped: false };
  }
  const query: Query = {
    text,
    branch: 'main',
    kind: 'message',
    agent: user.agent,
    limit: CANDIDATES,
  };
  const addresses = await everywhere(deps);
  const { hits, capped } = await index.use((one) => search(deps, one, addresses, query));
  const said = hits.filter(({ item }) => isTurnItem(item));
  return { sessions: new Set(said.map(({ context }) => context)), capped };
}

/** What was touched last comes last, and so is the newest to the index. */
const everywhere = async ({ sessions, tenant }: ContextDeps): Promise<readonly Address[]> =>
  (await sessions.list()).map(({ id }) => mainBranch(tenant, id)).toReversed();

function kindCalled(kind: string): ItemKind {
  const known = ItemKind.options.find((one) => one === kind);
  if (known) return known;
  throw new Fault('usage.invalid', {
    problem: `There is no kind ${JSON.stringify(kind)} of items.`,
    hint: `Did you mean ${nearest(kind, ItemKind.options)}? There are ${ItemKind.options.join(', ')}.`,
  });
}

const oneAtATime = () =>
  new Fault('usage.invalid', {
    problem:
      'One context is searched at a time, but for the branch main where data is kept on this machine.',
    hint: 'Add --context CTX; `massgen context list` has them all.',
  });
