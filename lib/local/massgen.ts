import { contextOperations } from '../operations/contexts.ts';
import { askTeam } from './asking.ts';
import { type HomeOptions, openHome } from './home.ts';
import { sessionCommands } from './session-commands.ts';

export type MassGenOptions = HomeOptions;

export type MassGen = Awaited<ReturnType<typeof createMassGen>>;

/**
 * Everything that the command line offers, in-process, on the same data. Throws `store.*`, and
 * `usage.invalid` for a `MASSGEN_STORE` that names none.
 */
export async function createMassGen(options: MassGenOptions = {}) {
  const { deps, settled, close } = await openHome(options);
  return {
    ask: askTeam(deps),
    session: sessionCommands(deps),
    context: contextOperations(deps),
    /** Where the last question was asked; undefined: nowhere yet. */
    lastSession: async () => (await deps.sessions.list()).find(({ turns }) => turns > 0)?.id,
    /** Resolves when agents that react to news have done so. */
    settled,
    close,
  };
}
