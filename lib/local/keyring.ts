import { type Keys, keyOf, keysIn } from '../config/keys.ts';
import type { Lookup } from '../config/variables.ts';
import type { Seat } from '../core/coordination/run-deps.ts';

/** The keys of the runs that this process works on. They are in memory only. */
export interface Keyring {
  readonly add: (run: string, keys: Keys) => void;
  /** What the configuration said, else what the environment says. */
  readonly keyFor: (seat: Seat) => string | undefined;
  /** All of them. */
  readonly held: () => readonly string[];
}

export function createKeyring(lookup: Lookup): Keyring {
  const byRun = new Map<string, Keys>();
  return {
    add: (run, keys) => byRun.set(run, keys),
    keyFor: ({ run, agent, backend }) => {
      const spec = agent.backends[backend];
      return byRun.get(run)?.get(agent.id)?.[backend] ?? (spec && keyOf(spec, lookup));
    },
    held: () => [
      ...keysIn(lookup),
      ...[...byRun.values()].flatMap((keys) => [...keys.values()].flat()).filter(isKey),
    ],
  };
}

const isKey = (key: string | undefined): key is string => key !== undefined;
