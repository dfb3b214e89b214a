import type { Json } from '../shared/json.ts';
import { saysTheSame } from './content.ts';
import type { State } from './state.ts';

/** What one state has of another's items, by their ids, and what it made of them. */
export interface Diff {
  readonly added: readonly string[];
  readonly changed: readonly { readonly item: string; readonly from: Json; readonly to: Json }[];
  readonly retired: readonly string[];
}

export const diff = (from: State, to: State): Diff => ({
  added: [...to.items.values()].filter(({ id }) => !from.items.has(id)).map(({ id }) => id),
  changed: [...to.items.values()].flatMap((after) => {
    const before = from.items.get(after.id);
    return before && !saysTheSame(before, after)
      ? [{ item: after.id, from: before.body, to: after.body }]
      : [];
  }),
  retired: [...from.items.values()].filter(({ id }) => !to.items.has(id)).map(({ id }) => id),
});
