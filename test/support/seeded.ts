/** Chance that a seed decides: the same seed, the same numbers in the same order. */
export interface Seeded {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number from 0 up to, but not, `bound`. */
  readonly below: (bound: number) => number;
  /** True in so many of 1 times. */
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
}

/** The generator Mulberry32: 32 bits of state, which is plenty to choose among schedules. */
export function seeded(seed: number): Seeded {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
  };
}
