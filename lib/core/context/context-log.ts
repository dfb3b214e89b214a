import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/faults.ts';
import type { Ids } from '../shared/ids.ts';
import { createQueue } from '../shared/queue.ts';
import type { Range, Table } from '../shared/table.ts';
import { type Address, commitKey, commitsOf, sortOf } from './address.ts';
import { beginning, type Commit, type Position } from './commit.ts';
import { type CommitOutcome, commitContext } from './commit-context.ts';
import { fromRow } from './commit-row.ts';
import type { Draft } from './draft.ts';
import { emptyHistory, extend, type History } from './history.ts';

/** Contexts whose history a process keeps in memory. */
const REMEMBERED = 32;

export interface LogDeps {
  readonly table: Table;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** An append-only history of commits for each branch of each context. */
export interface ContextLog {
  /** Everything up to now; asks the table only for what this process has not seen. */
  readonly history: (address: Address) => Promise<History>;
  /** Everything after a version, or the next `limit` commits of it, oldest first. */
  readonly after: (address: Address, version: number, limit?: number) => Promise<readonly Commit[]>;
  /** The last commit, in one small query. */
  readonly head: (address: Address) => Promise<Position>;
  /** The commit of one version, as the table has it. Throws `context.unknownVersion`. */
  readonly at: (address: Address, version: number) => Promise<Commit>;
  /**
   * Offers a draft on top of what its author had seen (without `base`: the head), and of what
   * landed since and touches none of it. Losing a race is an outcome. Throws `context.idReused`,
   * `context.tooLarge`, `context.invalid`, `context.unknownVersion` and, after many races,
   * `context.busy`; nothing is written then.
   */
  readonly commit: (address: Address, draft: Draft, base?: number) => Promise<CommitOutcome>;
}

export function createContextLog(deps: LogDeps): ContextLog {
  const remembered = new Map<string, History>();
  const queued = createQueue();

  const after: ContextLog['after'] = (address, version, limit) =>
    collect(deps.table, commitsOf(address), { after: sortOf(version), ...(limit && { limit }) });

  const remember = (address: Address, history: History) => {
    remembered.delete(commitsOf(address));
    remembered.set(commitsOf(address), history);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest) remembered.delete(oldest);
  };

  const history: ContextLog['history'] = async (address) => {
    const known = remembered.get(commitsOf(address)) ?? emptyHistory;
    const current = extend(known, await after(address, known.commits.length));
    remember(address, current);
    return current;
  };

  const head: ContextLog['head'] = async (address) => {
    for await (const row of deps.table.list(commitsOf(address), { backwards: true, limit: 1 }))
      return fromRow(row);
    return beginning;
  };

  const at: ContextLog['at'] = async (address, version) => {
    const row = await deps.table.get(commitKey(address, version));
    if (row) return fromRow(row);
    const { version: last } = await head(address);
    throw new Fault('context.unknownVersion', { context: address.context, version, head: last });
  };

  const position = async (address: Address, version: number): Promise<Position> => {
    if (version === 0) return beginning;
    return remembered.get(commitsOf(address))?.commits[version - 1] ?? at(address, version);
  };

  const landed = (address: Address, commit: Commit) => {
    const known = remembered.get(commitsOf(address)) ?? emptyHistory;
    if (known.commits.length === commit.version - 1) remember(address, extend(known, [commit]));
  };

  const knownAfter = async (address: Address, version: number) => {
    const known = remembered.get(commitsOf(address));
    return known && known.commits.length >= version
      ? known.commits.slice(version)
      : after(address, version);
  };

  const commit: ContextLog['commit'] = (address, draft, base) =>
    queued(commitsOf(address), async () => {
      const seen = base === undefined ? await head(address) : await position(address, base);
      const sinceSeen = base === undefined ? nothing : knownAfter;
      const log = { ...deps, address, history, after, knownAfter: sinceSeen };
      const outcome = await commitContext(log, draft, seen);
      if (outcome.kind === 'committed' && !outcome.repeated) landed(address, outcome.commit);
      return outcome;
    });

  return { history, after, head, at, commit };
}

/** What has landed behind a head that was read this moment, as far as can be known. */
const nothing = async () => [];

async function collect(table: Table, partition: string, range: Range): Promise<readonly Commit[]> {
  const commits: Commit[] = [];
  for await (const row of table.list(partition, range)) commits.push(fromRow(row));
  return commits;
}
