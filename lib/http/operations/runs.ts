import { isId, mainBranch } from '../../core/context/address.ts';
import type { RunOrder } from '../../core/coordination/orders.ts';
import { readRun } from '../../core/coordination/read-run.ts';
import { finishRun } from '../../core/session/finish-run.ts';
import { documentSoFar, isOver } from '../../core/session/run-document.ts';
import { stopRun } from '../../core/session/stop-run.ts';
import { Fault } from '../../core/shared/faults.ts';
import { type Call, type Operation, type Operations, replied } from '../operation.ts';
import type { runRoutes } from '../routes/runs.ts';
import { runEvents, toEventPlace } from '../run-events.ts';
import { toAskedRun } from '../run-request.ts';
import { startOnce } from '../start-once.ts';
import { runUntil, waitMsFor } from '../wait.ts';

type Runs = typeof runRoutes;

/** The run is started when its request is committed: a machine that does not start yet is started later. */
const start: Operation<Runs['startRun']> = async (call, { wait, ...body }) => {
  const { service, header, about, report } = call;
  const waitMs = waitMsFor(wait);
  const untilMs = service.clock.now().getTime() + waitMs;
  const asked = toAskedRun(body, service.allowance);
  const order = await startOnce(service, header('Idempotency-Key'), asked);
  about(order);
  await service.starter.start({ ...order, attempt: 1 }).catch(report);
  const document = waitMs > 0 ? await runUntil(service, order, untilMs) : undefined;
  if (document && isOver(document)) return { document, status: 200 };
  const { run, context } = order;
  return {
    document: { runId: run, sessionId: context },
    headers: { Location: `/v1/runs/${run}` },
  };
};

const show: Operation<Runs['showRun']> = async (call, { run }) =>
  replied(documentSoFar(call.service, await orderOf(call, run)));

const watch: Operation<Runs['watchRun']> = async (call, { run }) => {
  const order = await orderOf(call, run);
  const id = call.header('Last-Event-ID');
  const last = id ? toEventPlace(id) : await beginningOf(call, order);
  return runEvents(call, order, last);
};

/** Before its request. Throws `run.unknown`. */
async function beginningOf({ service }: Call, { tenant, context, run }: RunOrder) {
  const { commits } = await service.log.history(mainBranch(tenant, context));
  const asked = commits.find(({ cause }) => cause?.run === run && cause.step === 'request');
  if (!asked) throw new Fault('run.unknown', { run });
  return { version: asked.version, place: 0 };
}

const REASON = 'stopped by the person who asked';

/** Its result; 202 while a step that was under way keeps it from ending. */
const stop: Operation<Runs['stopRun']> = async (call, { run }) => {
  const { service, report } = call;
  const order = await orderOf(call, run);
  const { commits } = await service.log.history(mainBranch(order.tenant, order.context));
  const { attempt, result } = readRun(commits, order.run);
  if (!result) {
    await stopRun(service, order, REASON);
    await service.starter.stop({ ...order, attempt }, REASON).catch(report);
    await finishRun(service)(order);
  }
  const document = await documentSoFar(service, order);
  return { document, status: isOver(document) ? 200 : 202 };
};

/** A run by its id. Throws `run.unknown`. */
async function orderOf({ service, about }: Call, run: string): Promise<RunOrder> {
  const { tenant, runs } = service;
  if (!isId(run)) throw new Fault('run.unknown', { run });
  const order = { tenant, run, context: await runs.sessionOf(run) };
  about(order);
  return order;
}

export const runOperations: Operations<Runs> = {
  startRun: start,
  showRun: show,
  watchRun: watch,
  stopRun: stop,
};
