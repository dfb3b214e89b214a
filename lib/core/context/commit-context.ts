import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/faults.ts';
import type { Ids } from '../shared/ids.ts';
import { once } from '../shared/once.ts';
import type { Table } from '../shared/table.ts';
import type { Address } from './address.ts';
import { beginning, type Commit, type Position } from './commit.ts';
import type { CommitOutcome } from './commit-outcome.ts';
import { toRow } from './commit-row.ts';
import { contested, toConflicts } from './conflict.ts';
import { type History, headOf, stateAt } from './history.ts';
import { MAX_RACES } from './limits.ts';
import type { Offer } from './offer.ts';
import { claim, repeated } from './repeats.ts';
import { onTopOf, type SealedDraft } from './seal.ts';
import { endOf, type Stretch, since } from './stretch.ts';

/** One branch, as its writers need it. */
export interface Log {
  readonly table: Table;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'chance'>;
  readonly address: Address;
  readonly history: (address: Address) => Promise<History>;
  readonly after: (address: Address, version: number) => Promise<readonly Commit[]>;
  readonly head: (address: Address) => Promise<Position>;
  readonly position: (address: Address, version: number) => Promise<Position>;
  /** What this process knows of all that landed behind a version, and all of it up to another. */
  readonly knownAfter: (
    address: Address,
    version: number,
    upTo: number,
  ) => Promise<readonly Commit[]>;
  /** Is told what this process has put, one on top of the other. */
  readonly landed: (address: Address, commits: readonly Commit[]) => void;
}

interface Standing extends Offer {
  readonly seen: Position;
}

/**
 * Offers drafts that can go together, each on top of what its author had seen, of what landed since
 * and touches none of it, and of those before it. Each is answered for itself.
 */
export async function commitContext(log: Log, offers: readonly Offer[]): Promise<void> {
  try {
    await race(log, await stand(log, offers));
  } catch (fault) {
    for (const { refuse } of offers.filter(isOpen)) refuse(fault);
  }
}

async function race(log: Log, offers: readonly Standing[]): Promise<void> {
  let known = await knownTo(log, offers);
  for (let race = 0; race < MAX_RACES; race += 1) {
    await append(log, settle(log, offers, known), endOf(known));
    if (!offers.some(isOpen)) return;
    await log.clock.pause(log.ids.chance() * Math.min(2 ** race, 64));
    const landed = await log.after(log.address, endOf(known).version);
    known = { ...known, commits: [...known.commits, ...landed] };
  }
  if (settle(log, offers, known).length === 0) return;
  throw new Fault('context.busy', { context: log.address.context, races: MAX_RACES });
}

const isOpen = (offer: Offer) => offer.isOpen();

/** Those whose author's position is known, and whose id is not found among what landed long ago. */
async function stand(log: Log, offers: readonly Offer[]): Promise<readonly Standing[]> {
  const head = once(() => log.head(log.address));
  const standing = await Promise.all(
    offers.map(async (offer) => {
      const { draft, base, isNamed } = offer;
      try {
        const seen = base === undefined ? await head() : await log.position(log.address, base);
        const earlier = isNamed ? await claim(log, draft, seen) : undefined;
        if (earlier) offer.answer(() => repeated(log.address, draft, earlier));
        return [{ ...offer, seen }];
      } catch (fault) {
        offer.refuse(fault);
        return [];
      }
    }),
  );
  return standing.flat().filter(isOpen);
}

/** What is known of all that landed behind the earliest position; behind the head just now, nothing. */
async function knownTo({ address, knownAfter }: Log, offers: readonly Standing[]) {
  const positions = offers.map(({ seen }) => seen).toSorted(byVersion);
  const [from = beginning] = positions;
  const isHead = offers.every(({ base }) => base === undefined);
  const upTo = positions.at(-1)?.version ?? 0;
  return { from, commits: isHead ? [] : await knownAfter(address, from.version, upTo) };
}

const byVersion = (one: Position, other: Position) => one.version - other.version;

/** Answers those of which others' commits have made something already; the rest can be offered. */
function settle(log: Log, offers: readonly Standing[], known: Stretch): readonly Standing[] {
  for (const { draft, seen, answer } of offers.filter(isOpen)) {
    const landed = since(known, seen);
    const ours = landed.find(({ id }) => id === draft.id);
    if (ours) answer(() => repeated(log.address, draft, ours));
    else if (contested(draft, landed).length > 0) answer(() => conflict(log, draft, seen));
  }
  return offers.filter(isOpen);
}

/** Puts drafts one on top of the other, and answers those that have landed. */
async function append(log: Log, offers: readonly Standing[], head: Position): Promise<void> {
  const [first] = offers;
  if (!first) return;
  const commits = chain(log, offers, head);
  const rows = commits.map((commit) => toRow(log.address, commit));
  const put = await log.table.append(rows).catch((fault) => {
    first.refuse(fault);
    return 0;
  });
  const landed = commits.slice(0, put);
  log.landed(log.address, landed);
  for (const [at, commit] of landed.entries())
    offers[at]?.answer(() => ({
      kind: 'committed',
      commit,
      rebased: commit.version > commit.base + 1,
      repeated: false,
    }));
}

function chain({ address, clock }: Log, offers: readonly Standing[], head: Position) {
  const at = clock.now();
  const commits: Commit[] = [];
  for (const { draft, seen } of offers)
    commits.push(onTopOf(commits.at(-1) ?? head, draft, address, seen.version, at));
  return commits;
}

/** Judged by one look at all there is, so that nothing up to the head that is told stays untold. */
async function conflict(log: Log, draft: SealedDraft, seen: Position): Promise<CommitOutcome> {
  const history = await log.history(log.address);
  const landed = history.commits.slice(seen.version);
  const ours = landed.find(({ id }) => id === draft.id);
  if (ours) return repeated(log.address, draft, ours);
  const items = contested(draft, landed);
  const conflicts = toConflicts(items, draft, stateAt(history, seen.version), history.state);
  return { kind: 'conflict', head: headOf(history), conflicts };
}
