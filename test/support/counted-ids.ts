import type { Ids } from '../../lib/core/shared/ids.ts';

/** Ids that count from 1, and chance that is always even. Share one among all that must not collide. */
export function countedIds(): Ids {
  let count = 0;
  return {
    next: (prefix) => {
      count += 1;
      return `${prefix}_${count}`;
    },
    chance: () => 0.5,
  };
}
