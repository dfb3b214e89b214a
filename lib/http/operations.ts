import type { Context } from 'hono';
import { isId, mainBranch } from '../core/context/address.ts';
import type { RunOrder } from '../core/coordination/orders.ts';
import { readRun } from '../core/coordination/run-log.ts';
import { finishRun } from '../core/session/finish-run.ts';
import { documentSoFar, isOver } from '../core/session/run-document.ts';
import { stopRun } from '../core/session/stop-run.ts';
import { Fault } from '../core/shared/faults.ts';
import { jsonBody } from './json-body.ts';
import { toAskedRun } from './run-request.ts';
import type { Service } from './service.ts';
import { startOnce } from './start-once.ts';
import { runUntil, waitMsIn } from './wait.ts';

export interface Call {
  readonly service: Service;
  readonly http: Context;
  /** For whoever writes down which run a request is about. */
  readonly about: (order: RunOrder) => void;
  /** For what goes wrong without any harm to whoever asked. */
  readonly report: (error: unknown) => void;
}

/** What a route does that asks for a token. It throws faults; the app answers with them. */
export type Operation = (call: Call) => Promise<Response>;

/** The run is started when its request is committed: a machine that does not start yet is started later. */
const start: Operation = async ({ service, http, about, report }) => {
  const waitMs = waitMsIn(http.req.query('wait'));
  const untilMs = service.clock.now().getTime() + waitMs;
  const asked = toAskedRun(await jsonBody(http.req.raw), service.allowance);
  const order = await startOnce(service, http.req.header('Idempotency-Key'), asked);
  about(order);
  await service.starter.start({ ...order, attempt: 1 }).catch(report);
  const document = waitMs > 0 ? await runUntil(service, order, untilMs) : undefined;
  if (document && isOver(document)) return http.json(document);
  const { run, context } = order;
  return http.json({ runId: run, sessionId: context }, 202, { Location: `/v1/runs/${run}` });
};

const show: Operation = async (call) =>
  call.http.json(await documentSoFar(call.service, await orderIn(call)));

const REASON = 'stopped by the person who asked';

/** Its result; 202 while a step that was under way keeps it from ending. */
const stop: Operation = async (call) => {
  const { service, http, report } = call;
  const order = await orderIn(call);
  const { commits } = await service.log.history(mainBranch(order.tenant, order.context));
  const { attempt, result } = readRun(commits, order.run);
  if (!result) {
    await stopRun(service, order, REASON);
    await service.starter.stop({ ...order, attempt }, REASON).catch(report);
    await finishRun(service)(order);
  }
  const document = await documentSoFar(service, order);
  return http.json(document, isOver(document) ? 200 : 202);
};

/** The run that a path names. Throws `run.unknown`. */
async function orderIn({ service, http, about }: Call): Promise<RunOrder> {
  const { tenant, runs } = service;
  const run = http.req.param('id') ?? '';
  if (!isId(run)) throw new Fault('run.unknown', { run });
  const order = { tenant, run, context: await runs.sessionOf(run) };
  about(order);
  return order;
}

export const operations = { startRun: start, showRun: show, stopRun: stop } as const;
