import { handle } from 'hono/aws-lambda';
import { emptyToolbox } from '../../lib/core/agent/toolbox.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import { createRunViewer } from '../../lib/core/coordination/news-for.ts';
import { watchStop } from '../../lib/core/coordination/watch-stop.ts';
import { roughTokens } from '../../lib/core/message/tokens.ts';
import { createReactors } from '../../lib/core/session/reactors.ts';
import type { RunStarter } from '../../lib/core/session/run-starter.ts';
import { createRuns } from '../../lib/core/session/runs.ts';
import type { SessionDeps } from '../../lib/core/session/session-deps.ts';
import { createSessions } from '../../lib/core/session/sessions.ts';
import type { Clock } from '../../lib/core/shared/clock.ts';
import type { Fault } from '../../lib/core/shared/faults.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import type { Row, Table } from '../../lib/core/shared/table.ts';
import { createApp } from '../../lib/http/app.ts';
import { createService, type Service } from '../../lib/http/service.ts';
import { indexOnDemand } from '../../lib/runtime/index-on-demand.ts';
import { createSeats } from '../../lib/runtime/seats.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { counting } from '../core/context/_tables.ts';
import { embeddedStarter } from '../support/embedded-starter.ts';
import { type HttpRequest, httpEvent } from '../support/http-event.ts';
import { memoryTable, redactor } from '../support/memory-log.ts';

export const TOKEN = 'token-of-the-tenant';
export const OTHER_TOKEN = 'token-of-another';

const nothing = () => undefined;

interface Plot {
  readonly table?: Table;
  readonly clock?: Clock;
  readonly starter?: Partial<RunStarter>;
  readonly canStream?: boolean;
  readonly maxAnswerBytes?: number;
}

/** Looks again and again, as a function in the cloud does. */
function createChanges() {
  let listeners = 0;
  const onChange = (listener: () => void) => {
    const timer = setInterval(listener, 5);
    listeners += 1;
    return () => {
      listeners -= 1;
      clearInterval(timer);
    };
  };
  return { onChange, listeners: () => listeners };
}

/** All that a tenant has, with runs on the embedded machine. */
function tenantParts(tenant: string, { table = memoryTable(), clock = systemClock }: Plot) {
  const shared = { table, clock, ids: randomIds, tenant, redactor };
  const log = createContextLog(shared);
  const deps: SessionDeps & { readonly table: Table } = {
    ...shared,
    log,
    sessions: createSessions(shared),
    runs: createRuns(shared),
    reactors: createReactors({ table, log }),
    backendFor: createSeats({ keyFor: nothing, lookup: nothing }),
    toolboxFor: async () => emptyToolbox,
    costOf: () => null,
    viewer: async () => createRunViewer(roughTokens),
    functionFor: (type) => type,
    onDelta: nothing,
    longestTurn: Number.POSITIVE_INFINITY,
    watchStop: (order) => watchStop({ ...shared, log }, order),
  };
  const { onChange, listeners } = createChanges();
  const contextDeps = {
    ...deps,
    index: indexOnDemand,
    onChange,
    warn: nothing,
    onUnreadable: nothing,
  };
  const starter = embeddedStarter(deps);
  const serviceWith = (more: Partial<RunStarter>) =>
    createService({ ...contextDeps, starter: { ...starter, ...more }, allowance });
  return { deps, listeners, starter, serviceWith };
}

const allowance = { backends: ['rehearsal', 'openai', 'lmstudio'], baseUrls: [] };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: { readonly [member: string]: Json };
}

/** The service as API Gateway sees it: events in, results out. Two tenants share its table. */
export function house(plot: Plot = {}) {
  const table = counting(plot.table ?? memoryTable());
  const { deps, listeners, starter, serviceWith } = tenantParts('tenant', { ...plot, table });
  const other = tenantParts('other', { ...plot, table });
  const services = new Map<string, Service>([
    [TOKEN, serviceWith(plot.starter ?? {})],
    [OTHER_TOKEN, other.serviceWith({})],
  ]);
  const reports: Fault[] = [];
  const app = createApp({
    open: async (token) => services.get(token),
    health: { status: 'ok', version: '1.2.3', environment: 'test', backends: ['rehearsal'] },
    canStream: plot.canStream ?? false,
    ...(plot.maxAnswerBytes !== undefined && { maxAnswerBytes: plot.maxAnswerBytes }),
    requestIdOf: () => randomIds.next('request'),
    about: nothing,
    report: (fault) => reports.push(fault),
  });
  const invoke = handle(app);

  const send = async (request: HttpRequest): Promise<Answer> => {
    const { statusCode, headers, body } = await invoke(httpEvent(request));
    return { status: statusCode, headers: headers ?? {}, body: JSON.parse(body) };
  };

  return {
    deps,
    /** How many watch contexts now. */
    listeners,
    table,
    starter,
    reports,
    app,
    send,
    /** With a token. */
    ask: (method: string, path: string, body?: Json, headers: Record<string, string> = {}) =>
      send({
        method,
        path,
        headers: {
          Authorization: `Bearer ${TOKEN}`,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
}

/** All rows of a partition, in their order. */
export async function rowsOf(table: Table, partition: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of table.list(partition)) rows.push(row);
  return rows;
}

/** Two agents: one answers, both vote for it. */
export const config: Json = {
  agents: [
    {
      id: 'ada',
      backend: { type: 'rehearsal', script: [{ answer: 'Because.' }, { vote: 'ada' }] },
    },
    {
      id: 'bob',
      backend: { type: 'rehearsal', script: [{ answer: 'Why not?' }, { vote: 'ada' }] },
    },
  ],
};

/** One agent that thinks for a minute. */
export const slowConfig: Json = {
  agents: [
    {
      id: 'ada',
      backend: { type: 'rehearsal', script: [{ answer: 'At last.', delay_ms: 60_000 }] },
    },
  ],
};
