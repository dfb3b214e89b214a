import type { Allowance } from '../config/foreign-config.ts';
import type { Delta } from '../core/message/delta.ts';
import type { RunStarter } from '../core/session/run-starter.ts';
import type { ContextDeps } from '../operations/context-deps.ts';
import { type Contexts, contextOperations } from '../operations/contexts.ts';
import { type Sessions, sessionOperations } from '../operations/sessions.ts';

/** Calls back with pieces of what a run's agents say, as they say it; returns what ends it. */
export type Overhear = (run: string, listener: (agent: string, delta: Delta) => void) => () => void;

export interface ServiceDeps extends ContextDeps {
  readonly starter: RunStarter;
  readonly allowance: Allowance;
  /** Where agents speak in this process. */
  readonly overhear?: Overhear;
}

/** What the routes work with: the parts of one tenant, so that nobody else's data is within reach. */
export interface Service extends ServiceDeps {
  readonly contexts: Contexts;
  readonly reading: Sessions;
}

export const createService = (deps: ServiceDeps): Service => ({
  ...deps,
  contexts: contextOperations(deps),
  reading: sessionOperations(deps),
});
