import { environment } from '../config/environment.ts';
import type { Lookup } from '../config/variables.ts';
import { createLocalDeps, type LocalDeps } from './deps.ts';
import { indexBehind } from './index-behind.ts';
import { reactBehind } from './react-behind.ts';

export interface HomeOptions {
  /** The data folder, or `:memory:`. Without it: `$MASSGEN_HOME`, else `.massgen` in the working folder. */
  readonly data?: string;
  /** Where keys and addresses are looked up; without it: the environment. */
  readonly lookup?: Lookup;
  /** Told what goes on in spite of a problem. */
  readonly onWarning?: (text: string) => void;
}

/** A data folder in use, and what goes on behind its commits. */
export interface Home {
  readonly deps: LocalDeps;
  /** Resolves when agents that react to news have done so. */
  readonly settled: () => Promise<void>;
  readonly close: () => void;
}

export const dataFolder = (data?: string): string => data ?? environment.home ?? '.massgen';

/** Throws `store.*`, and `usage.invalid` for a `MASSGEN_STORE` that names none. */
export async function openHome({
  data,
  lookup = environment.lookup,
  onWarning = () => undefined,
}: HomeOptions): Promise<Home> {
  const deps = await createLocalDeps(dataFolder(data), lookup, onWarning);
  const stopIndexing = deps.index.isKept ? indexBehind(deps) : () => undefined;
  const reactions = reactBehind(deps);
  return {
    deps,
    settled: reactions.settled,
    close: () => {
      reactions.end();
      stopIndexing();
      deps.place.close();
    },
  };
}
