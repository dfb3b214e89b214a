import { createBackend } from '../backends/create-backend.ts';
import type { Sessions } from '../claude-code/sessions/sessions.ts';
import type { Lookup } from '../config/variables.ts';
import type { Backend } from '../core/agent/backend.ts';
import type { Seat } from '../core/coordination/run-deps.ts';
import { Fault } from '../core/shared/faults.ts';
import { createRecent } from '../core/shared/recent.ts';
import { toUuid } from '../dialects/claude-code/to-uuid.ts';
import { randomIds, systemClock } from './system.ts';

export interface SeatsPlace {
  /** The key of a seat's backend, where somebody holds one. */
  readonly keyFor: (seat: Seat) => string | undefined;
  readonly lookup: Lookup;
  /** The sessions of a tenant's agents that keep one. */
  readonly sessionsOf?: ((tenant: string) => Sessions) | undefined;
}

/** Seats that are kept, those of runs that are over among them: their agents may still be called on news. */
const MAX_SEATS = 1_000;

/** The backend of each seat, made once: it may keep a connection, or its place in a script. */
export function createSeats(place: SeatsPlace): (seat: Seat) => Backend {
  const { keyFor, lookup } = place;
  const backends = createRecent<Backend>(MAX_SEATS);
  const backendOf = (seat: Seat): Backend => {
    const { agent, backend: at, team } = seat;
    const spec = agent.backends[at];
    if (!spec) throw new Fault('turn.lost', { agent: agent.id, detail: `it has no backend ${at}` });
    const key = keyFor(seat);
    const keeping = keepingFor(seat, place);
    return createBackend(spec, {
      agent: agent.id,
      agentIds: team,
      ...(key !== undefined && { key }),
      ...(keeping && { keeping }),
      lookup,
      clock: systemClock,
      ids: randomIds,
    });
  };
  return (seat) => {
    const { run, agent, backend, session } = seat;
    const name = JSON.stringify([run, agent.id, backend, session?.context]);
    return backends.getOr(name, () => backendOf(seat));
  };
}

/** One session for each agent of a context, whichever of its runs and backends it speaks in. */
function keepingFor({ agent, session }: Seat, { sessionsOf }: SeatsPlace) {
  if (!session || !sessionsOf) return undefined;
  const { tenant, context } = session;
  return {
    sessions: sessionsOf(tenant),
    session: toUuid(JSON.stringify([tenant, context, agent.id])),
  };
}
