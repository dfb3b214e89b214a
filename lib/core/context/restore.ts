import { again, saysTheSame } from './content.ts';
import type { OwnOperation } from './operation.ts';
import type { State } from './state.ts';

/** What makes one state say what another says. */
export const restore = (now: State, then: State): readonly OwnOperation[] => [
  ...[...then.items.values()]
    .filter((item) => !saysTheSame(item, now.items.get(item.id)))
    .map(again),
  ...[...now.items.values()]
    .filter(({ id }) => !then.items.has(id))
    .map(({ id }): OwnOperation => ({ op: 'retire', item: id })),
];
