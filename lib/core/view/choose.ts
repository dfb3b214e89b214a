import { bestFirst } from './best-first.ts';
import type { Passage } from './passage.ts';
import type { Account } from './room.ts';

export interface Choice {
  readonly taken: readonly Passage[];
  readonly others: Others;
}

/** What there was no room for. */
export interface Others {
  readonly count: number;
  /** That which is worth most first. They can be gone through once. */
  readonly bestFirst: Iterable<Passage>;
}

/** Takes what is pinned, and of the rest what is worth most as far as there is room. */
export function choose(
  passages: readonly Passage[],
  worthOf: (passage: Passage) => number,
  account: Account,
): Choice {
  const pinned = passages.filter(({ isPinned }) => isPinned);
  const rest = pinned.length > 0 ? passages.filter(({ isPinned }) => !isPinned) : passages;
  for (const passage of pinned) account.charge(passage);
  const least = leastOf(rest);
  const ranked = passagesAt(rest, bestFirst(numbersOf(rest, worthOf)));
  const taken: Passage[] = [];
  const passedOver: Passage[] = [];
  while (account.hasRoom(least)) {
    const { value: passage, done } = ranked.next();
    if (done) break;
    (account.take(passage) ? taken : passedOver).push(passage);
  }
  return {
    taken: [...pinned, ...taken],
    others: { count: rest.length - taken.length, bestFirst: chain(passedOver, ranked) },
  };
}

function leastOf(passages: readonly Passage[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { tokens } of passages) if (tokens < least) least = tokens;
  return least;
}

function numbersOf(passages: readonly Passage[], numberOf: (passage: Passage) => number) {
  const numbers = new Float64Array(passages.length);
  passages.forEach((passage, at) => {
    numbers[at] = numberOf(passage);
  });
  return numbers;
}

function* passagesAt(passages: readonly Passage[], places: Iterable<number>): Generator<Passage> {
  for (const place of places) yield passages[place] as Passage;
}

function* chain<T>(...all: readonly Iterable<T>[]): Generator<T> {
  for (const some of all) yield* some;
}
