import type { RunStarter } from '../../lib/core/session/run-starter.ts';
import type { SessionDeps } from '../../lib/core/session/session-deps.ts';
import { runMachine } from '../../lib/local/machine.ts';
import { executionName } from '../../lib/runs/execution-name.ts';

export interface EmbeddedStarter extends RunStarter {
  /** The names of the executions that were started, in their order. */
  readonly started: () => readonly string[];
}

/** Starts runs as Step Functions does, a name once, on the definition that it would run. */
export function embeddedStarter(deps: SessionDeps): EmbeddedStarter {
  const executions = new Map<string, AbortController>();
  return {
    start: async (attempt) => {
      const name = executionName(attempt);
      if (executions.has(name)) return;
      const controller = new AbortController();
      executions.set(name, controller);
      runMachine(deps, attempt, controller.signal).catch(() => undefined);
    },
    stop: async (attempt) => executions.get(executionName(attempt))?.abort(),
    started: () => [...executions.keys()],
  };
}
