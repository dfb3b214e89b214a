import { costOf } from '../backends/prices.ts';
import { createSessions as createClaudeSessions } from '../claude-code/sessions/sessions.ts';
import type { Lookup } from '../config/variables.ts';
import { createContextLog } from '../core/context/context-log.ts';
import { type Cursors, createCursors } from '../core/context/cursor.ts';
import { createRunViewer } from '../core/coordination/news-for.ts';
import type { Delta } from '../core/message/delta.ts';
import { createReactors } from '../core/session/reactors.ts';
import { createRuns } from '../core/session/runs.ts';
import { createSessions } from '../core/session/sessions.ts';
import { once } from '../core/shared/once.ts';
import type { ContextDeps } from '../operations/context-deps.ts';
import { loadGptTokens } from '../runtime/gpt-tokens.ts';
import { openRedactor } from '../runtime/redaction.ts';
import { createSeats } from '../runtime/seats.ts';
import { randomIds, systemClock } from '../runtime/system.ts';
import { createToolboxes, type Toolboxes } from '../runtime/toolboxes.ts';
import type { Warn } from './index-keeper.ts';
import { createKeyring, type Keyring } from './keyring.ts';
import { createLeases, type Leases } from './lease.ts';
import { openPlace, type Place } from './place.ts';
import { createStops, type Stops } from './stops.ts';

/** Everything is one tenant's on one machine. */
const TENANT = 'local';

type DeltaListener = (run: string, agent: string, delta: Delta) => void;

export interface LocalDeps extends ContextDeps {
  readonly place: Place;
  readonly leases: Leases;
  readonly keyring: Keyring;
  readonly stops: Stops;
  readonly toolboxes: Toolboxes;
  readonly deltas: Set<DeltaListener>;
  readonly lookup: Lookup;
  readonly cursorsOf: (consumer: string) => Cursors;
}

/** Where ports meet adapters on one machine. Throws `store.*` and `usage.invalid`. */
export async function createLocalDeps(
  data: string,
  lookup: Lookup,
  warn: Warn,
): Promise<LocalDeps> {
  const place = await openPlace(data, lookup, warn);
  const { table } = place;
  const keyring = createKeyring(lookup);
  const redactor = openRedactor(keyring.held);
  const shared = { table, clock: systemClock, ids: randomIds, tenant: TENANT, redactor };
  const leases = createLeases(table, systemClock, TENANT);
  const stops = createStops();
  const toolboxes = createToolboxes(lookup);
  const deltas = new Set<DeltaListener>();
  const runs = createRuns(shared);
  const log = createContextLog(shared);
  return {
    ...shared,
    place,
    index: place.index,
    onChange: place.onChange,
    leases,
    keyring,
    stops,
    deltas,
    lookup,
    warn,
    onUnreadable: ({ message }) => warn(`Not all of it can be searched: ${message}`),
    log,
    reactors: createReactors({ table, log }),
    cursorsOf: (consumer) => createCursors(table, consumer),
    sessions: createSessions(shared),
    runs: {
      ...runs,
      register: async (run, session) => {
        await leases.take(run);
        await runs.register(run, session);
      },
    },
    backendFor: createSeats({
      keyFor: keyring.keyFor,
      lookup,
      sessionsOf: (tenant) => createClaudeSessions({ ...shared, tenant }),
    }),
    toolboxFor: toolboxes.toolboxFor,
    toolboxes,
    costOf,
    viewer: once(async () => createRunViewer(await loadGptTokens())),
    functionFor: (type) => type,
    onDelta: (run, agent, delta) => {
      for (const listener of deltas) listener(run, agent, delta);
    },
    longestTurn: Number.POSITIVE_INFINITY,
    watchStop: stops.watch,
  };
}
