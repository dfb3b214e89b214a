import { estimateTokens } from '../message/tokens.ts';
import { Fault } from '../shared/faults.ts';
import { canonicalJson, isJson, utf8Bytes } from '../shared/json.ts';
import type { Address } from './address.ts';
import type { Commit, Position } from './commit.ts';
import type { Draft } from './draft.ts';
import { hashBody, hashCommit } from './integrity.ts';
import { checkSize, MAX_COMMIT_BYTES, MAX_ITEM_BYTES } from './limits.ts';
import type { CommittedOperation, Operation, PutOperation } from './operation.ts';

/** A draft whose bodies have been weighed and hashed once, however often it is offered. */
export type SealedDraft = Pick<
  Commit,
  'id' | 'author' | 'cause' | 'operations' | 'expects' | 'bytes' | 'tokens'
>;

/** Throws `context.invalid` for what is no JSON, `context.tooLarge` for what is too much of it. */
export function seal(draft: Draft & { readonly id: string }, salt: () => string): SealedDraft {
  const weights = draft.operations.map(weightOf);
  const bytes = sum(weights.map((weight) => weight.bytes));
  checkSize('The commit', bytes, MAX_COMMIT_BYTES);
  return {
    ...draft,
    operations: draft.operations.map((operation) => sealOperation(operation, salt)),
    bytes,
    tokens: sum(weights.map((weight) => weight.tokens)),
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

const nothing = { bytes: 0, tokens: 0 };

function weightOf(operation: Operation) {
  if (operation.op === 'retire') return nothing;
  const text = jsonOf(operation);
  const bytes = utf8Bytes(text);
  checkSize(`The item ${JSON.stringify(operation.item)}`, bytes, MAX_ITEM_BYTES);
  return { bytes, tokens: estimateTokens(text) };
}

function jsonOf({ item, body }: PutOperation): string {
  if (isJson(body)) return canonicalJson(body);
  throw new Fault('context.invalid', {
    problem: `The body of ${JSON.stringify(item)} is no JSON.`,
  });
}

function sealOperation(operation: Operation, newSalt: () => string): CommittedOperation {
  if (operation.op === 'retire') return operation;
  const salt = newSalt();
  return { ...operation, salt, bodyHash: hashBody(salt, operation.body) };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
