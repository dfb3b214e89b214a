import type { Json } from '../shared/json.ts';
import type { SealedDraft } from './seal.ts';
import type { State } from './state.ts';

/** One item on which two writers do not agree: what each has, and what both had seen. Null: nothing. */
export interface Conflict {
  readonly item: string;
  readonly ours: Json;
  readonly theirs: Json;
  readonly base: Json;
}

/** The items that a draft writes or relies on and that have been changed behind its base. */
export function contested(
  draft: SealedDraft,
  landed: readonly Pick<SealedDraft, 'operations'>[],
): readonly string[] {
  const changed = new Set(landed.flatMap(({ operations }) => operations.map(({ item }) => item)));
  if (draft.expects === '*') return [...changed];
  const minded = new Set([...draft.operations.map(({ item }) => item), ...(draft.expects ?? [])]);
  return [...changed].filter((item) => minded.has(item));
}

export const toConflicts = (
  items: readonly string[],
  draft: SealedDraft,
  base: State,
  head: State,
): readonly Conflict[] =>
  items.map((item) => ({
    item,
    ours: wantedBody(draft, item),
    theirs: head.items.get(item)?.body ?? null,
    base: base.items.get(item)?.body ?? null,
  }));

function wantedBody(draft: SealedDraft, item: string): Json {
  const put = draft.operations.findLast((operation) => operation.item === item);
  return put?.op === 'put' ? (put.body ?? null) : null;
}
