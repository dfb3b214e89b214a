import { createBackend } from '../backends/create-backend.ts';
import type { Lookup } from '../config/variables.ts';
import type { Backend } from '../core/agent/backend.ts';
import type { Seat } from '../core/coordination/run-deps.ts';
import { Fault } from '../core/shared/faults.ts';
import { randomIds, systemClock } from './system.ts';

export interface SeatsPlace {
  /** The key of a seat's backend, where somebody holds one. */
  readonly keyFor: (seat: Seat) => string | undefined;
  readonly lookup: Lookup;
}

/** The backend of each seat, made once: it may keep a connection, or its place in a script. */
export function createSeats({ keyFor, lookup }: SeatsPlace): (seat: Seat) => Backend {
  const backends = new Map<string, Backend>();
  return (seat) => {
    const { run, agent, backend: at, team } = seat;
    const name = JSON.stringify([run, agent.id, at]);
    const known = backends.get(name);
    if (known) return known;
    const spec = agent.backends[at];
    if (!spec) throw new Fault('turn.lost', { agent: agent.id, detail: `it has no backend ${at}` });
    const key = keyFor(seat);
    const made = createBackend(spec, {
      agent: agent.id,
      agentIds: team,
      ...(key !== undefined && { key }),
      lookup,
      clock: systemClock,
      ids: randomIds,
    });
    backends.set(name, made);
    return made;
  };
}
