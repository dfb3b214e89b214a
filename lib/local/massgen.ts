import { environment } from '../config/environment.ts';
import type { Lookup } from '../config/variables.ts';
import { contextOperations } from '../operations/contexts.ts';
import { askTeam } from './asking.ts';
import { createLocalDeps } from './deps.ts';
import { indexBehind } from './index-behind.ts';
import { reactBehind } from './react-behind.ts';
import { sessionCommands } from './session-commands.ts';

export interface MassGenOptions {
  /** The data folder, or `:memory:`. Without it: `$MASSGEN_HOME`, else `.massgen` in the working folder. */
  readonly data?: string;
  /** Where keys and addresses are looked up; without it: the environment. */
  readonly lookup?: Lookup;
  /** Told what goes on in spite of a problem. */
  readonly onWarning?: (text: string) => void;
}

export type MassGen = Awaited<ReturnType<typeof createMassGen>>;

/**
 * Everything that the command line offers, in-process, on the same data. Throws `store.*`, and
 * `usage.invalid` for a `MASSGEN_STORE` that names none.
 */
export async function createMassGen({
  data,
  lookup = environment.lookup,
  onWarning = () => undefined,
}: MassGenOptions = {}) {
  const deps = await createLocalDeps(data ?? environment.home ?? '.massgen', lookup, onWarning);
  const stopIndexing = deps.index.isKept ? indexBehind(deps) : () => undefined;
  const reactions = reactBehind(deps);
  return {
    ask: askTeam(deps),
    session: sessionCommands(deps),
    context: contextOperations(deps),
    /** Where the last question was asked; undefined: nowhere yet. */
    lastSession: async () => (await deps.sessions.list()).find(({ turns }) => turns > 0)?.id,
    /** Resolves when agents that react to news have done so. */
    settled: reactions.settled,
    close: () => {
      reactions.end();
      stopIndexing();
      deps.place.close();
    },
  };
}
