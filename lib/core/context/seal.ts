import { estimateTokens } from '../message/tokens.ts';
import { Fault } from '../shared/faults.ts';
import { isJson, utf8Bytes } from '../shared/json.ts';
import type { Address } from './address.ts';
import type { Commit, Position } from './commit.ts';
import { OwnDraft } from './draft.ts';
import { hashBody, hashCommit } from './integrity.ts';
import { checkSize, MAX_COMMIT_BYTES, MAX_ITEM_BYTES } from './limits.ts';
import type { CommittedOperation, OwnOperation, PutOperation } from './operation.ts';

/** A draft whose bodies have been weighed and hashed once, however often it is offered. */
export type SealedDraft = Pick<
  Commit,
  'id' | 'author' | 'cause' | 'operations' | 'expects' | 'merged' | 'bytes' | 'tokens'
>;

/**
 * Takes a draft as it is now, whatever its writer does to it later. Throws `context.invalid` for
 * what is no draft or no JSON, `context.tooLarge` for what is too much of it.
 */
export function seal(draft: OwnDraft & { readonly id: string }, salt: () => string): SealedDraft {
  const wanted = checked(draft);
  const sealed = wanted.operations.map((operation) => sealOperation(operation, salt));
  const bytes = sum(sealed.map((one) => one.bytes));
  checkSize('The commit', bytes, MAX_COMMIT_BYTES);
  return {
    ...wanted,
    id: draft.id,
    operations: sealed.map(({ operation }) => operation),
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

interface Sealed {
  readonly operation: CommittedOperation;
  readonly bytes: number;
  readonly tokens: number;
}

function sealOperation(operation: OwnOperation, newSalt: () => string): Sealed {
  if (operation.op === 'retire') return { operation, bytes: 0, tokens: 0 };
  const text = jsonOf(operation);
  const bytes = utf8Bytes(text);
  checkSize(`The item ${JSON.stringify(operation.item)}`, bytes, MAX_ITEM_BYTES);
  const body = JSON.parse(text);
  const salt = newSalt();
  const sealed = { ...operation, body, salt, bodyHash: hashBody(salt, body) };
  return { operation: sealed, bytes, tokens: estimateTokens(text) };
}

function jsonOf({ item, body }: PutOperation): string {
  if (isJson(body)) return JSON.stringify(body);
  throw new Fault('context.invalid', {
    problem: `The body of ${JSON.stringify(item)} is no JSON.`,
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
