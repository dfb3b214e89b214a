import type { Passage } from './passage.ts';

/** How much a view may take: as a whole, and what each subscription shows. */
export interface Room {
  readonly tokens: number;
  /** By the place of the subscription. */
  readonly bySubscription: readonly (number | undefined)[];
}

export interface Account {
  /** Whether anything of so many tokens may still be taken, whatever asked for it. */
  readonly hasRoom: (tokens: number) => boolean;
  /** Charges a passage if there is room for it. */
  readonly take: (passage: Pick<Passage, 'tokens' | 'subscription'>) => boolean;
  /** Charges one that stays whatever the room is. */
  readonly charge: (passage: Pick<Passage, 'tokens' | 'subscription'>) => void;
}

export function openAccount({ tokens, bySubscription }: Room): Account {
  let left = tokens;
  const leftIn = bySubscription.map((most) => most ?? Number.POSITIVE_INFINITY);
  const charge: Account['charge'] = (passage) => {
    left -= passage.tokens;
    leftIn[passage.subscription] = (leftIn[passage.subscription] ?? 0) - passage.tokens;
  };
  return {
    hasRoom: (tokens) => tokens <= left,
    charge,
    take: (passage) => {
      if (passage.tokens > left || passage.tokens > (leftIn[passage.subscription] ?? 0))
        return false;
      charge(passage);
      return true;
    },
  };
}

export function fits(passages: readonly Passage[], room: Room): boolean {
  const account = openAccount(room);
  return passages.every(account.take);
}
