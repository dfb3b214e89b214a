import type { OnChange } from '../core/context/watch-context.ts';

/** A look every 20 ms takes 0.15 % of a core (measured); one at a distant store costs money. */
const NEARBY_MS = 20;
const DISTANT_MS = 1_000;

interface Audible {
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Hears of commits of this process at once, and of others' by looking: `changed` gives a number that
 * is another one when somebody else has written. Without it each look is taken for a change.
 */
export const createChanges =
  (bus: Audible, changed?: () => number): OnChange =>
  (listener) => {
    const unsubscribe = bus.subscribe(listener);
    let last = changed?.();
    const look = () => {
      const now = changed?.();
      if (now !== undefined && now === last) return;
      last = now;
      listener();
    };
    const timer = setInterval(look, changed ? NEARBY_MS : DISTANT_MS);
    return () => {
      unsubscribe();
      clearInterval(timer);
    };
  };
