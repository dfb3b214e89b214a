import { estimateTokens } from '../message/tokens.ts';
import { Fault } from '../shared/faults.ts';
import { isJson, type Json, utf8Bytes } from '../shared/json.ts';
import type { Address } from './address.ts';
import type { Commit, MaskedItem, Position } from './commit.ts';
import { OwnDraft } from './draft.ts';
import { hashBody, hashCommit } from './integrity.ts';
import { checkSize, MAX_COMMIT_BYTES, MAX_ITEM_BYTES } from './limits.ts';
import type { CommittedOperation, OwnOperation, PutOperation } from './operation.ts';
import { type Redact, redactBody } from './redact-body.ts';
import { type Redacted, refuseSecrets } from './redactor.ts';

/** A draft whose bodies have been masked, weighed and hashed once, however often it is offered. */
export type SealedDraft = Pick<
  Commit,
  'id' | 'author' | 'cause' | 'operations' | 'expects' | 'merged' | 'redacted' | 'bytes' | 'tokens'
>;

export interface Sealing {
  readonly address: Address;
  readonly salt: () => string;
  readonly redact: Redact;
}

/**
 * Takes a draft as it is now, whatever its writer does to it later, and masks its secrets. Throws
 * `context.invalid` for what is no draft or no JSON or has a secret in a name, `context.tooLarge` for
 * what is too much of it.
 */
export function seal(draft: OwnDraft & { readonly id: string }, sealing: Sealing): SealedDraft {
  const wanted = checked(draft);
  refuseSecretNames(wanted, sealing);
  const sealed = wanted.operations.map((operation) => sealOperation(operation, sealing));
  const bytes = sum(sealed.map((one) => one.bytes));
  checkSize('The commit', bytes, MAX_COMMIT_BYTES);
  const redacted = sealed.flatMap(({ masked }) => masked);
  return {
    ...wanted,
    id: draft.id,
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

/** Names are what others refer to, so none is masked; those that a machine gives are in its hands. */
function refuseSecretNames(
  { cause, operations, ...named }: OwnDraft,
  { address: { context, branch }, redact }: Sealing,
) {
  if (cause) return;
  const bodiless = operations.map((one) => (one.op === 'put' ? { ...one, body: null } : one));
  refuseSecrets(redact({ ...named, context, branch, operations: bodiless } as Json)); // a draft is JSON
}

interface Sealed {
  readonly operation: CommittedOperation;
  readonly bytes: number;
  readonly tokens: number;
  readonly masked: readonly MaskedItem[];
}

function sealOperation(operation: OwnOperation, sealing: Sealing): Sealed {
  if (operation.op === 'retire') return { operation, bytes: 0, tokens: 0, masked: [] };
  const { item } = operation;
  const taken = jsonOf(operation);
  const bytes = checkItemSize(item, taken);
  const salt = sealing.salt();
  const { body, masked } = redactPut(operation, JSON.parse(taken), sealing);
  const text = masked.length > 0 ? JSON.stringify(body) : taken;
  return {
    operation: { ...operation, body, salt, bodyHash: hashBody(salt, body) },
    bytes: text === taken ? bytes : checkItemSize(item, text),
    tokens: estimateTokens(text),
    masked: masked.map((one) => ({ item, ...one })),
  };
}

/** What is only moved from where it was written once is moved as it is. */
const redactPut = (
  { author, kind }: Extract<OwnOperation, { op: 'put' }>,
  body: Json,
  { redact }: Sealing,
): Redacted => (author ? { body, masked: [] } : redactBody(redact, { kind, body }));

function checkItemSize(item: string, text: string): number {
  const bytes = utf8Bytes(text);
  checkSize(`The item ${JSON.stringify(item)}`, bytes, MAX_ITEM_BYTES);
  return bytes;
}

function jsonOf({ item, body }: PutOperation): string {
  if (isJson(body)) return JSON.stringify(body);
  throw new Fault('context.invalid', {
    problem: `The body of ${JSON.stringify(item)} is no JSON.`,
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
