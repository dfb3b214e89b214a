import { type Keys, keyOf, keysIn } from '../config/keys.ts';
import type { Lookup } from '../config/variables.ts';
import type { Seat } from '../core/coordination/run-deps.ts';
import { createRecent } from '../core/shared/recent.ts';

/** Runs whose keys are kept: an agent may act on news long after its run is over. */
const MAX_RUNS = 10_000;

/** The keys of the runs that this process works on. They are in memory only. */
export interface Keyring {
  readonly add: (run: string, keys: Keys) => void;
  /** What the configuration said, else what the environment says. */
  readonly keyFor: (seat: Seat) => string | undefined;
  /** All of them, whosever they were. */
  readonly held: () => ReadonlySet<string>;
}

export function createKeyring(lookup: Lookup): Keyring {
  const byRun = createRecent<Keys>(MAX_RUNS);
  const seen = new Set<string>();
  return {
    add: (run, keys) => {
      byRun.set(run, keys);
      for (const key of [...keys.values()].flat()) if (key !== undefined) seen.add(key);
    },
    keyFor: ({ run, agent, backend }) => {
      const spec = agent.backends[backend];
      return byRun.get(run)?.get(agent.id)?.[backend] ?? (spec && keyOf(spec, lookup));
    },
    held: () => new Set([...keysIn(lookup), ...seen]),
  };
}
