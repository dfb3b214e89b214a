import type { Address } from '../context/address.ts';
import type { Commit, Position } from '../context/commit.ts';
import type { ContextLog } from '../context/context-log.ts';
import type { ItemKind } from '../context/item.ts';
import { textOfItem } from '../context/item-text.ts';
import type { CommittedPut } from '../context/operation.ts';
import type { IndexedItem, SearchIndex, Stretch } from '../context/search-index.ts';
import { isReservedItem } from '../coordination/reserved.ts';
import type { Clock } from '../shared/clock.ts';
import { type Fault, toFault } from '../shared/faults.ts';

/** Commits that an index takes in at once: few enough to leave others their turn, many enough to pay. */
const BATCH = 64;

export interface IndexDeps {
  readonly log: ContextLog;
  readonly clock: Clock;
  /** Told of a history that cannot be read any further; what was indexed of it stays. */
  readonly onUnreadable: (problem: Fault) => void;
}

/**
 * Takes into an index what a branch has got since the last time. It begins with the commit that it
 * ended with: when that is another one now, this is another history, and it begins anew. Doing it
 * twice, or in two processes at once, changes nothing. Throws what the index throws.
 */
export async function indexBranch(
  deps: IndexDeps,
  index: SearchIndex,
  address: Address,
): Promise<void> {
  for (;;) {
    const reached = await index.reached(address);
    const commits = await commitsFrom(deps, address, reached);
    if (!commits) return;
    if (reached.version > 0 && commits[0]?.hash !== reached.hash) {
      await index.forget(address);
      continue;
    }
    const landed = reached.version > 0 ? commits.slice(1) : commits;
    const last = landed.at(-1);
    if (!last) return;
    await index.take(address, { from: reached, to: positionOf(last), ...outcomeOf(landed) });
    await deps.clock.pause(0);
  }
}

async function commitsFrom(
  { log, onUnreadable }: IndexDeps,
  address: Address,
  { version }: Position,
): Promise<readonly Commit[] | undefined> {
  try {
    return await log.after(address, Math.max(0, version - 1), BATCH);
  } catch (error) {
    onUnreadable(toFault(error));
    return undefined;
  }
}

const positionOf = ({ version, hash }: Commit): Position => ({ version, hash });

/** What becomes of each item that the commits touch. */
function outcomeOf(commits: readonly Commit[]): Pick<Stretch, 'written' | 'gone'> {
  const written = new Map<string, IndexedItem | undefined>();
  for (const commit of commits)
    for (const operation of commit.operations)
      written.set(
        operation.item,
        operation.op === 'put' ? toIndexed(commit, operation) : undefined,
      );
  return {
    written: [...written.values()].filter((item) => item !== undefined),
    gone: [...written].filter(([, item]) => !item).map(([item]) => item),
  };
}

/** Undefined: there is nothing to find in it. */
function toIndexed(
  commit: Commit,
  { item, kind, visibility = 'shared', body, author = commit.author }: CommittedPut,
): IndexedItem | undefined {
  if (body === undefined || isRecord(item, kind)) return undefined;
  const { version } = commit;
  return { item, version, kind, author: author.agent, visibility, text: textOfItem(kind, body) };
}

/** What a run notes down about itself; what was said in it stands in items of other kinds. */
const isRecord = (item: string, kind: ItemKind) => kind === 'event' && isReservedItem(item);
