import { estimateTokens } from '../message/tokens.ts';
import { Fault } from '../shared/faults.ts';
import { type Json, utf8Bytes } from '../shared/json.ts';
import type { Address } from './address.ts';
import type { Commit, MaskedItem, Position } from './commit.ts';
import { OwnDraft } from './draft.ts';
import { hashBody, hashCommit } from './integrity.ts';
import { checkSize, MAX_COMMIT_BYTES } from './limits.ts';
import type { CommittedOperation } from './operation.ts';
import { type Redact, redactBody } from './redact-body.ts';
import { type Redacted, refuseSecrets } from './redactor.ts';
import { checkItemSize, type OwnPut, type Taken, take } from './take.ts';

/** A draft whose bodies have been masked, weighed and hashed once, however often it is offered. */
export type SealedDraft = Pick<
  Commit,
  'id' | 'author' | 'cause' | 'operations' | 'expects' | 'merged' | 'redacted' | 'bytes' | 'tokens'
>;

export interface Sealing {
  readonly address: Address;
  /** For a draft whose writer did not name it. */
  readonly id: () => string;
  readonly salt: () => string;
  readonly redact: Redact;
}

/**
 * Takes a draft as it is now, whatever its writer does to it later, and masks its secrets. Throws
 * `context.invalid` for what is no draft or no JSON or has a secret in a name, `context.tooLarge` for
 * what is too much of it.
 */
export function seal(draft: OwnDraft, sealing: Sealing): SealedDraft {
  const wanted = checked(draft);
  const taken = wanted.operations.map(take);
  const looking = lookOnce(wanted, taken, sealing);
  refuseSecretNames(wanted, looking);
  const sealed = taken.map((one) => sealOperation(one, looking));
  const bytes = sum(sealed.map((one) => one.bytes));
  checkSize('The commit', bytes, MAX_COMMIT_BYTES);
  const redacted = sealed.flatMap(({ masked }) => masked);
  return {
    ...wanted,
    id: wanted.id ?? sealing.id(),
    operations: sealed.map(({ operation }) => operation),
    ...(redacted.length > 0 && { redacted }),
    bytes,
    tokens: sum(sealed.map((one) => one.tokens)),
  };
}

/** The commit that a sealed draft becomes right behind `head`. */
export function onTopOf(
  head: Position,
  draft: SealedDraft,
  address: Address,
  base: number,
  at: Date,
): Commit {
  const commit: Omit<Commit, 'hash'> = {
    ...draft,
    schema: 1,
    context: address.context,
    branch: address.branch,
    version: head.version + 1,
    base,
    at: at.toISOString(),
    parent: head.hash,
  };
  return { ...commit, hash: hashCommit(commit) };
}

/** What a commit cannot be read back with must not get into one, so types are not trusted here. */
function checked(draft: OwnDraft): OwnDraft {
  const parsed = OwnDraft.safeParse(draft);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Fault('context.invalid', {
    problem: `The commit cannot be taken: ${issue?.path.join('.')}: ${issue?.message}.`,
  });
}

/** Each look has its price, so one look at all there is tells whether any other is needed. */
function lookOnce(draft: OwnDraft, taken: readonly Taken[], sealing: Sealing): Sealing {
  const bodies = taken.flatMap((one) => (one.op === 'put' ? [one.body] : []));
  const names = draft.cause ? [] : [namesIn(draft, sealing)];
  checkSize('What the commit names', utf8Bytes(JSON.stringify(names)), MAX_COMMIT_BYTES);
  const { masked } = sealing.redact([...names, ...bodies]);
  return masked.length > 0 ? sealing : { ...sealing, redact: asItIs };
}

const asItIs: Redact = (body) => ({ body, masked: [] });

/** Names are what others refer to, so none is masked; those that a machine gives are in its hands. */
function refuseSecretNames(draft: OwnDraft, sealing: Sealing) {
  if (!draft.cause) refuseSecrets(sealing.redact(namesIn(draft, sealing)));
}

function namesIn({ operations, ...named }: OwnDraft, { address: { context, branch } }: Sealing) {
  const bodiless = operations.map((one) => (one.op === 'put' ? { ...one, body: null } : one));
  return { ...named, context, branch, operations: bodiless } as Json; // a draft is JSON
}

interface Sealed {
  readonly operation: CommittedOperation;
  readonly bytes: number;
  readonly tokens: number;
  readonly masked: readonly MaskedItem[];
}

function sealOperation(taken: Taken, sealing: Sealing): Sealed {
  if (taken.op === 'retire') return { operation: taken, bytes: 0, tokens: 0, masked: [] };
  const { text: asTaken, ...operation } = taken;
  const { item } = operation;
  const salt = sealing.salt();
  const { body, masked } = redactPut(operation, sealing);
  const text = masked.length > 0 ? JSON.stringify(body) : asTaken;
  return {
    operation: { ...operation, body, salt, bodyHash: hashBody(salt, body) },
    bytes: checkItemSize(item, text),
    tokens: estimateTokens(text),
    masked: masked.map((one) => ({ item, ...one })),
  };
}

/** What is only moved from where it was written once is moved as it is. */
const redactPut = ({ author, kind, body }: OwnPut, { redact }: Sealing): Redacted =>
  author ? { body, masked: [] } : redactBody(redact, { kind, body });

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
