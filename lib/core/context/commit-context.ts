import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/faults.ts';
import type { Ids } from '../shared/ids.ts';
import { canonicalJson } from '../shared/json.ts';
import type { Table } from '../shared/table.ts';
import { type Address, claimKey } from './address.ts';
import type { Commit, Position } from './commit.ts';
import { toRow } from './commit-row.ts';
import { type Conflict, contested, toConflicts } from './conflict.ts';
import type { OwnDraft } from './draft.ts';
import { type History, headOf, stateAt } from './history.ts';
import { MAX_RACES } from './limits.ts';
import { type CommittedOperation, isForgotten } from './operation.ts';
import type { OpenRedactor, Redaction } from './redactor.ts';
import { onTopOf, type SealedDraft, seal } from './seal.ts';

export type CommitOutcome =
  | {
      readonly kind: 'committed';
      readonly commit: Commit;
      /** Others had landed since the base. */
      readonly rebased: boolean;
      /** It had landed before: this is the commit that stands. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'conflict'; readonly head: Position; readonly conflicts: readonly Conflict[] };

/** One branch, as a writer needs it. */
interface Log {
  readonly table: Table;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly redactor: OpenRedactor;
  readonly address: Address;
  readonly history: (address: Address) => Promise<History>;
  readonly after: (address: Address, version: number) => Promise<readonly Commit[]>;
  /** As `after`, but what this process has seen already is good enough. */
  readonly knownAfter: (address: Address, version: number) => Promise<readonly Commit[]>;
}

/** Offers a draft on top of what its author had seen, and of what landed since and touches none of it. */
export async function commitContext(
  log: Log,
  draft: OwnDraft,
  seen: Position,
  redaction: Redaction,
): Promise<CommitOutcome> {
  const { redact } = await log.redactor();
  const sealed = seal(draft, {
    address: log.address,
    id: () => log.ids.next('commit'),
    salt: () => log.ids.next('salt'),
    redact: (body) => redact(body, redaction),
  });
  const earlier = isChosenByUser(draft) ? await claim(log, sealed, seen) : undefined;
  if (earlier) return repeated(log, sealed, earlier);

  let landed = await log.knownAfter(log.address, seen.version);
  for (let race = 0; race < MAX_RACES; race += 1) {
    const settled = await settle(log, sealed, seen, landed);
    if (settled) return settled;
    const head = landed.at(-1) ?? seen;
    const commit = onTopOf(head, sealed, log.address, seen.version, log.clock.now());
    const outcome = await log.table.put(toRow(log.address, commit), 'absent');
    if (outcome.kind === 'put')
      return { kind: 'committed', commit, rebased: landed.length > 0, repeated: false };
    await log.clock.pause(log.ids.chance() * Math.min(race, 32));
    landed = [...landed, ...(await log.after(log.address, head.version))];
  }
  return (await settle(log, sealed, seen, landed)) ?? giveUp(log);
}

function giveUp({ address }: Log): never {
  throw new Fault('context.busy', { context: address.context, races: MAX_RACES });
}

/** What others' commits have made of a draft already; undefined: it can be offered. */
async function settle(
  log: Log,
  draft: SealedDraft,
  seen: Position,
  landed: readonly Commit[],
): Promise<CommitOutcome | undefined> {
  const ours = landed.find(({ id }) => id === draft.id);
  if (ours) return repeated(log, draft, ours);
  return contested(draft, landed).length > 0 ? conflict(log, draft, seen) : undefined;
}

const isChosenByUser = (draft: OwnDraft) => draft.id !== undefined && draft.cause === undefined;

/**
 * Marks where an id was first offered, before it is; so a repeat finds its commit by reading the
 * history from there on, however long it was before.
 */
async function claim(log: Log, draft: SealedDraft, seen: Position): Promise<Commit | undefined> {
  const key = claimKey(log.address, draft.id);
  const outcome = await log.table.put({ ...key, version: 1, body: seen.version }, 'absent');
  if (outcome.kind === 'put') return undefined;
  const since = await log.after(log.address, Number(outcome.standing?.body ?? 0));
  return since.find(({ id }) => id === draft.id);
}

function repeated(log: Log, draft: SealedDraft, commit: Commit): CommitOutcome {
  if (!draft.cause && !saysTheSame(draft, commit)) {
    const { context } = log.address;
    throw new Fault('context.idReused', { context, id: draft.id, version: commit.version });
  }
  return { kind: 'committed', commit, rebased: false, repeated: true };
}

/** As far as what stands can still tell: a body that was purged is no witness. */
function saysTheSame(draft: SealedDraft, standing: Commit): boolean {
  const forgotten = new Set(
    standing.operations.flatMap((one) => (one.op === 'put' && isForgotten(one) ? [one.item] : [])),
  );
  return gist(draft, forgotten) === gist(standing, forgotten);
}

const gist = (
  { author, operations, expects }: SealedDraft,
  forgotten: ReadonlySet<string>,
): string =>
  canonicalJson({
    author,
    expects,
    operations: operations.map((one) => unsealed(one, forgotten.has(one.item))),
  });

const unsealed = (operation: CommittedOperation, isBodiless: boolean) =>
  operation.op === 'put'
    ? { ...operation, salt: undefined, bodyHash: undefined, ...(isBodiless && { body: undefined }) }
    : operation;

/** Judged by one look at all there is, so that nothing up to the head that is told stays untold. */
async function conflict(log: Log, draft: SealedDraft, seen: Position): Promise<CommitOutcome> {
  const history = await log.history(log.address);
  const landed = history.commits.slice(seen.version);
  const ours = landed.find(({ id }) => id === draft.id);
  if (ours) return repeated(log, draft, ours);
  const items = contested(draft, landed);
  const conflicts = toConflicts(items, draft, stateAt(history, seen.version), history.state);
  return { kind: 'conflict', head: headOf(history), conflicts };
}
