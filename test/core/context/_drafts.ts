import { expect } from 'vitest';
import { mainBranch } from '../../../lib/core/context/address.ts';
import type { Commit } from '../../../lib/core/context/commit.ts';
import type { CommitOutcome } from '../../../lib/core/context/commit-outcome.ts';
import type { Draft } from '../../../lib/core/context/draft.ts';
import type { Operation, PutOperation } from '../../../lib/core/context/operation.ts';
import type { Json } from '../../../lib/core/shared/json.ts';

export const address = mainBranch('tenant', 'ctx');

export const put = (item: string, body: Json, more: Partial<PutOperation> = {}): PutOperation => ({
  op: 'put',
  item,
  kind: 'note',
  body,
  ...more,
});

export const retire = (item: string): Operation => ({ op: 'retire', item });

export const draft = (operations: readonly Operation[], more: Partial<Draft> = {}): Draft => ({
  author: { agent: 'user' },
  operations: [...operations],
  ...more,
});

/** A draft that puts one item. */
export const note = (item: string, body: Json, more: Partial<Draft> = {}): Draft =>
  draft([put(item, body)], more);

/** The commit that an outcome says has landed. */
export function landed(outcome: CommitOutcome): Commit {
  expect(outcome.kind).toBe('committed');
  if (outcome.kind === 'committed') return outcome.commit;
  throw new Error('unreachable');
}

/** A fault with this code, and these facts among its own. */
export const fault = (code: string, facts: Readonly<Record<string, unknown>> = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });
