import type { Passage } from './passage.ts';
import type { Account } from './room.ts';

export interface Choice {
  readonly taken: readonly Passage[];
  /** What there was no room for, that which is worth most first. */
  readonly others: readonly Passage[];
}

/** Takes what is pinned, and of the rest what is worth most as far as there is room. */
export function choose(
  passages: readonly Passage[],
  worthOf: (passage: Passage) => number,
  account: Account,
): Choice {
  const [pinned, rest] = parted(passages, ({ isPinned }) => isPinned);
  for (const passage of pinned) account.charge(passage);
  const ranked = rest
    .map((passage) => ({ passage, worth: worthOf(passage) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ passage }) => passage);
  const [taken, others] = parted(ranked, account.take);
  return { taken: [...pinned, ...taken], others };
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] {
  const first: T[] = [];
  const second: T[] = [];
  for (const one of all) (isFirst(one) ? first : second).push(one);
  return [first, second];
}
