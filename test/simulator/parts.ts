import { emptyToolbox } from '../../lib/core/agent/toolbox.ts';
import type { ContextCommitted } from '../../lib/core/context/context-committed.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import { type Cursors, createCursors } from '../../lib/core/context/cursor.ts';
import { createRunViewer } from '../../lib/core/coordination/news-for.ts';
import { watchStop } from '../../lib/core/coordination/watch-stop.ts';
import { roughTokens } from '../../lib/core/message/tokens.ts';
import type { CatchUpDeps } from '../../lib/core/session/catch-up.ts';
import type { ReactDeps } from '../../lib/core/session/post.ts';
import { createReactors } from '../../lib/core/session/reactors.ts';
import type { RunStarter } from '../../lib/core/session/run-starter.ts';
import { createRuns } from '../../lib/core/session/runs.ts';
import { createSessions } from '../../lib/core/session/sessions.ts';
import { createTouched } from '../../lib/core/session/touched.ts';
import { Fault } from '../../lib/core/shared/faults.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { faultyTable } from './faulty-table.ts';
import { createModel, createReactor } from './models.ts';
import type { Process } from './process.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

export const TENANT = 'tenant';
/** What each call of a model costs. */
export const CALL_USD = 0.1;

/** What all processes of a cloud share. */
export interface Surroundings {
  readonly table: Table;
  readonly announce: (announcement: ContextCommitted) => void;
  readonly starterFor: (process: Process) => RunStarter;
  readonly witness: Witness;
}

export interface Parts extends CatchUpDeps, Pick<ReactDeps, 'onReaction'> {
  readonly table: Table;
  /** The cursors of whoever listens to the bus. */
  readonly listener: Cursors;
  /** Called whenever a model is. */
  readonly calls: Set<() => void>;
  /** The models of those that act on news, in one context. */
  readonly reactorFor: (context: string) => ReactDeps['backendFor'];
}

/** Where ports meet a world in which everything fails: the twin of `functions/_deps.ts`. */
export function createParts(world: World, process: Process, around: Surroundings): Parts {
  const { clock } = process;
  const { witness } = around;
  const table = faultyTable(world, process, around.table);
  const shared = { table, clock, ids: world.ids, tenant: TENANT, redactor: world.redactor };
  const log = createContextLog(shared);
  const cursorsOf = (consumer: string) => createCursors(table, consumer);
  const calls = new Set<() => void>();
  const onCall = () => {
    for (const call of calls) call();
  };
  return {
    ...shared,
    log,
    sessions: createSessions(shared),
    runs: createRuns(shared),
    starter: around.starterFor(process),
    reactors: createReactors({ table, log }),
    touched: createTouched(shared),
    cursorsOf,
    cursors: cursorsOf('publisher'),
    listener: cursorsOf('listener'),
    announcer: { publish: (all) => publish(world, process, around, all) },
    calls,
    costOf: () => CALL_USD,
    functionFor: (type) => `turn-${type}`,
    backendFor: (seat) => createModel(world, process, seat, onCall),
    reactorFor: (context) => (seat) => {
      witness.called.push({ context, agent: seat.agent.id, at: world.timeline.now().getTime() });
      return createReactor(world, process, seat);
    },
    onReaction: (reaction) => {
      witness.told.push(reaction);
      const { kind, agent, branch, version, by = '' } = reaction;
      world.tell(`${process.name} ${agent} ${kind} ${by} at ${branch} ${version}`);
    },
    toolboxFor: async () => emptyToolbox,
    viewer: async () => viewer,
    onDelta: () => undefined,
    longestTurn: 14 * 60_000,
    watchStop: (order) => watchStop({ clock, log }, order),
  };
}

const viewer = createRunViewer(roughTokens);

/** All of them, or some of them and a fault. */
const publish = (
  world: World,
  process: Process,
  { announce }: Surroundings,
  announcements: readonly ContextCommitted[],
): Promise<void> => {
  const unavailable = () =>
    new Fault('bus.unavailable', { bus: 'the bus', announcements: 1, detail: 'no answer' });
  const all = async () => {
    for (const announcement of announcements) {
      if (world.suffers('throttle')) throw unavailable();
      announce(announcement);
    }
  };
  return process.act(`announces ${announcements.length} commits`, all, unavailable);
};
