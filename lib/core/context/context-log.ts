import { createBatches } from '../shared/batches.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/faults.ts';
import type { Ids } from '../shared/ids.ts';
import type { Table } from '../shared/table.ts';
import { type Address, commitKey, commitsOf } from './address.ts';
import { type Branches, createBranches } from './branches.ts';
import { beginning, type Commit, type Position } from './commit.ts';
import { commitContext, type Log } from './commit-context.ts';
import type { CommitOutcome } from './commit-outcome.ts';
import { fromRow } from './commit-row.ts';
import type { OwnDraft } from './draft.ts';
import { emptyHistory, extend, type History } from './history.ts';
import { branchOf } from './lineage.ts';
import { createMemory } from './memory.ts';
import { createOffer, together } from './offer.ts';
import { createReader, type Head } from './reader.ts';
import { everySecret, type OpenRedactor, type Redaction } from './redactor.ts';
import { seal } from './seal.ts';

export interface LogDeps {
  readonly table: Table;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly redactor: OpenRedactor;
}

/** An append-only history of commits for each branch of each context. Each may throw `branch.unknown`. */
export interface ContextLog {
  /** Everything up to now; asks the table only for what this process has not seen. */
  readonly history: (address: Address) => Promise<History>;
  /** Everything after a version, or the next `limit` commits of it, oldest first, as its rows have it. */
  readonly after: (address: Address, version: number, limit?: number) => Promise<readonly Commit[]>;
  /** The last commit, in one small query. */
  readonly head: (address: Address) => Promise<Head>;
  /** The commit of one version, as the table has it. Throws `context.unknownVersion`. */
  readonly at: (address: Address, version: number) => Promise<Commit>;
  /**
   * Offers a draft on top of what its author had seen (without `base`: the head), and of what
   * landed since and touches none of it. What is secret is masked before, and the commit says so.
   * Losing a race is an outcome. Throws `context.idReused`, `context.tooLarge`, `context.invalid`, `context.unknownVersion` and, after many races,
   * `context.busy`; nothing is written then.
   */
  readonly commit: (
    address: Address,
    draft: OwnDraft,
    base?: number,
    redaction?: Redaction,
  ) => Promise<CommitOutcome>;
  readonly branches: Branches;
}

export function createContextLog(deps: LogDeps): ContextLog {
  const memory = createMemory();
  const branches = createBranches(deps);
  const reader = createReader(deps.table, branches);
  const { after, head } = reader;

  const history: ContextLog['history'] = async (address) => {
    const name = commitsOf(address);
    const before = memory.of(name) ?? emptyHistory();
    const { length } = before.commits;
    const landed = await (length === 0 ? reader.all(address) : after(address, length));
    const known = longer(before, memory.of(name));
    const current = extend(known, landed.slice(known.commits.length - length));
    memory.keep(name, current);
    return current;
  };

  const at: ContextLog['at'] = async (address, version) => {
    const branch = branchOf(await branches.lineageOf(address), version);
    const row = await deps.table.get(commitKey({ ...address, branch }, version));
    if (row) return fromRow(row);
    const { version: last } = await head(address);
    throw new Fault('context.unknownVersion', { context: address.context, version, head: last });
  };

  const position = async (address: Address, version: number): Promise<Position> => {
    if (version === 0) return beginning;
    return memory.of(commitsOf(address))?.commits[version - 1] ?? at(address, version);
  };

  const landed: Log['landed'] = (address, commits) => {
    const name = commitsOf(address);
    const known = memory.of(name) ?? emptyHistory();
    if (known.commits.length + 1 === commits[0]?.version) memory.keep(name, extend(known, commits));
  };

  const knownAfter: Log['knownAfter'] = async (address, version, upTo) => {
    const known = memory.of(commitsOf(address))?.commits;
    if (!known || known.length < version) return after(address, version);
    const more = known.length < upTo ? await after(address, known.length) : [];
    return [...known.slice(version), ...more];
  };

  const writing = { ...deps, history, after, head, position, knownAfter, landed };
  const offered = createBatches({
    nameOf: commitsOf,
    together,
    work: (address, offers) => commitContext({ ...writing, address }, offers),
  });

  const commit: ContextLog['commit'] = async (address, wish, base, redaction = everySecret) => {
    const { redact } = await deps.redactor();
    const draft = seal(wish, {
      address,
      id: () => deps.ids.next('commit'),
      salt: () => deps.ids.next('salt'),
      redact: (body) => redact(body, redaction),
    });
    const isNamed = wish.id !== undefined && wish.cause === undefined;
    const offer = createOffer({ draft, base, isNamed });
    offered(address, offer);
    return offer.outcome;
  };

  return { history, after, head, at, commit, branches };
}

/** Another reader may have come further meanwhile. */
const longer = (one: History, other: History | undefined): History =>
  other && other.commits.length > one.commits.length ? other : one;
