import type * as z from 'zod';
import { emptyToolbox } from '../../../lib/core/agent/toolbox.ts';
import { mainBranch } from '../../../lib/core/context/address.ts';
import type { Limits } from '../../../lib/core/coordination/limits.ts';
import { defaultLimits } from '../../../lib/core/coordination/limits.ts';
import { createRunViewer } from '../../../lib/core/coordination/news-for.ts';
import type { TurnOrder } from '../../../lib/core/coordination/orders.ts';
import { type PlanReport, planRound } from '../../../lib/core/coordination/plan-round.ts';
import { presentAnswer } from '../../../lib/core/coordination/present-answer.ts';
import { readRun } from '../../../lib/core/coordination/read-run.ts';
import type { RunLog } from '../../../lib/core/coordination/run-log.ts';
import { takeTurn } from '../../../lib/core/coordination/take-turn.ts';
import type { Sharing, Team } from '../../../lib/core/coordination/team.ts';
import { roughTokens } from '../../../lib/core/message/tokens.ts';
import { createReactors } from '../../../lib/core/session/reactors.ts';
import { createRuns } from '../../../lib/core/session/runs.ts';
import type { SessionDeps } from '../../../lib/core/session/session-deps.ts';
import { createSessions } from '../../../lib/core/session/sessions.ts';
import { startRun } from '../../../lib/core/session/start-run.ts';
import type { Ids } from '../../../lib/core/shared/ids.ts';
import type { Table } from '../../../lib/core/shared/table.ts';
import { ViewSettings } from '../../../lib/core/view/view-settings.ts';
import { countedIds } from '../../support/counted-ids.ts';
import { memoryLog, memoryTable, redactor } from '../../support/memory-log.ts';
import { type StillClock, stillClock } from '../../support/still-clock.ts';
import { type Move, type ScriptedModel, scriptedModel } from '../agent/_model.ts';

export const SESSION = 'session';
export const address = mainBranch('tenant', SESSION);

interface Plot extends Partial<Limits> {
  /** What each agent's model does; a list of lists: one for each of its backends. */
  readonly agents: Readonly<Record<string, readonly Move[]>>;
  readonly fallbacks?: Readonly<Record<string, readonly Move[]>>;
  readonly sharing?: Sharing;
  readonly view?: z.input<typeof ViewSettings>;
  readonly clock?: StillClock;
  readonly table?: Table;
  /** To be shared by all that write to one table. */
  readonly ids?: Ids;
  readonly deps?: Partial<SessionDeps>;
  /** Whether their backends go on with a turn that was cut off. */
  readonly goesOn?: boolean;
  /** Whether they hear, and tell what they do, in the midst of a call. */
  readonly hears?: boolean;
}

/** A place in which runs are held task by task, by models that follow a script. */
export function house({
  agents,
  fallbacks = {},
  sharing = 'answers',
  view,
  clock = stillClock(),
  table = memoryTable(),
  ids = countedIds(),
  deps: more = {},
  goesOn = false,
  hears = false,
  ...limits
}: Plot) {
  const { log } = memoryLog({
    table,
    ids,
    clock: { ...clock, pause: async () => undefined },
  });
  const models = new Map<string, ScriptedModel>();
  for (const [id, moves] of Object.entries(agents)) models.set(`${id}/0`, scriptedModel(...moves));
  for (const [id, moves] of Object.entries(fallbacks))
    models.set(`${id}/1`, scriptedModel(...moves));

  const team: Team = {
    agents: Object.keys(agents).map((id) => ({
      id,
      backends: ['first', ...(fallbacks[id] ? ['second'] : [])].map((type) => ({
        type,
        options: {},
      })),
    })),
    limits: { ...defaultLimits, ...limits },
    sharing,
    ...(view && { view: ViewSettings.parse(view) }),
  };
  const stops = new AbortController();
  const deps: SessionDeps = {
    tenant: 'tenant',
    log,
    clock,
    ids,
    sessions: createSessions({ table, clock, tenant: 'tenant', redactor }),
    reactors: createReactors({ table, log }),
    runs: createRuns({ table, clock, tenant: 'tenant' }),
    toolboxFor: async () => emptyToolbox,
    backendFor: ({ agent, backend }) => ({
      ...(models.get(`${agent.id}/${backend}`) ?? scriptedModel()),
      goesOn,
      hears,
    }),
    costOf: () => null,
    viewer: async () => createRunViewer(roughTokens),
    functionFor: (type) => `turn-${type}`,
    onDelta: () => undefined,
    longestTurn: Number.POSITIVE_INFINITY,
    watchStop: () => ({ signal: stops.signal, end: () => undefined }),
    ...more,
  };

  const ask = async (question = 'Why?') => {
    const order = await startRun(deps, { session: SESSION, question, team });
    const turn = (agent: string, round = 1, rest: Partial<TurnOrder> = {}) =>
      takeTurn(deps)({ ...order, round, agent, backend: 0, functionName: '', spent: [], ...rest });
    const plan = (round = 0): Promise<PlanReport> => planRound(deps)({ ...order, round });
    return {
      order,
      plan,
      turn,
      /** Plans a round and lets all who are asked act, one after the other. */
      hold: async (closed = 0) => {
        const report = await plan(closed);
        if (report.kind !== 'round') return report;
        for (const { agent } of report.turns) await turn(agent, report.round);
        return report;
      },
      present: (agent: string, rest: Partial<TurnOrder> = {}) =>
        presentAnswer(deps)({
          ...order,
          round: 2,
          agent,
          backend: 0,
          functionName: '',
          spent: [],
          ...rest,
        }),
      run: async (): Promise<RunLog> => readRun((await log.history(address)).commits, order.run),
    };
  };

  return {
    deps,
    team,
    clock,
    ask,
    stop: () => stops.abort(new Error('stopped')),
    commits: async () => (await log.history(address)).commits,
    state: async () => (await log.history(address)).state,
    /** What an agent's model was asked. */
    askedOf: (agent: string, backend = 0) => models.get(`${agent}/${backend}`)?.asked ?? [],
  };
}
