import { Fault } from '../shared/faults.ts';
import { canonicalJson } from '../shared/json.ts';
import type { Table } from '../shared/table.ts';
import { type Address, claimKey } from './address.ts';
import type { Commit, Position } from './commit.ts';
import type { CommitOutcome } from './commit-outcome.ts';
import { type CommittedOperation, isForgotten } from './operation.ts';
import type { SealedDraft } from './seal.ts';

interface Claims {
  readonly table: Table;
  readonly address: Address;
  readonly after: (address: Address, version: number) => Promise<readonly Commit[]>;
}

/**
 * Marks where an id was first offered, before it is; so a repeat finds its commit by reading the
 * history from there on, however long it was before.
 */
export async function claim(
  log: Claims,
  draft: SealedDraft,
  seen: Position,
): Promise<Commit | undefined> {
  const key = claimKey(log.address, draft.id);
  const outcome = await log.table.put({ ...key, version: 1, body: seen.version }, 'absent');
  if (outcome.kind === 'put') return undefined;
  const since = await log.after(log.address, Number(outcome.standing?.body ?? 0));
  return since.find(({ id }) => id === draft.id);
}

/** Throws `context.idReused` when what stands under the id says something else. */
export function repeated(
  { context }: Pick<Address, 'context'>,
  draft: SealedDraft,
  commit: Commit,
): CommitOutcome {
  if (!draft.cause && !saysTheSame(draft, commit))
    throw new Fault('context.idReused', { context, id: draft.id, version: commit.version });
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
