import type { Lookup } from '../config/variables.ts';
import type { BackendSpec } from '../core/agent/agent.ts';
import type { Backend } from '../core/agent/backend.ts';
import type { Clock } from '../core/shared/clock.ts';
import { Fault } from '../core/shared/faults.ts';
import { createRehearsal } from './rehearsal/rehearsal.ts';

export interface BackendContext {
  /** All agents of the team, in config order. */
  readonly agentIds: readonly string[];
  readonly key: string | undefined;
  readonly lookup: Lookup;
  readonly clock: Clock;
}

/** The backend that a spec describes. Throws `config.backendNotYet` for a type that cannot run. */
export function createBackend(spec: BackendSpec, context: BackendContext): Backend {
  if (spec.type === 'rehearsal')
    return createRehearsal({ script: spec.options['script'], ...context });
  throw new Fault('config.backendNotYet', { agent: 'an agent', backend: spec.type });
}
