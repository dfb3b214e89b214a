import * as z from 'zod';
import { mainBranch } from '../../lib/core/context/address.ts';
import { Draft } from '../../lib/core/context/draft.ts';
import { RunOrder } from '../../lib/core/coordination/orders.ts';
import { readRun } from '../../lib/core/coordination/run-log.ts';
import { Team } from '../../lib/core/coordination/team.ts';
import { catchUp } from '../../lib/core/session/catch-up.ts';
import { finishRun } from '../../lib/core/session/finish-run.ts';
import { publishCommits } from '../../lib/core/session/publish-commits.ts';
import { resumeRun } from '../../lib/core/session/resume-run.ts';
import { startRun } from '../../lib/core/session/start-run.ts';
import { stopRun } from '../../lib/core/session/stop-run.ts';
import { runTask } from '../../lib/core/session/tasks.ts';
import type { Handler } from './lambda.ts';
import { type Parts, TENANT } from './parts.ts';

const Asked = z.object({ session: z.string(), run: z.string(), question: z.string(), team: Team });
const Offered = z.object({ session: z.string(), draft: Draft, base: z.number().optional() });
const Woken = z.object({ context: z.string() });

const ignore = () => undefined;

/** What is deployed, and what the routes of the API do beside it. */
export const functions = {
  coordinate: runTask,
  backend: runTask,

  'publish-commits': (parts) => async (event) =>
    publishCommits(parts)(mainBranch(TENANT, Woken.parse(event).context)),

  'catch-up': (parts) => catchUp(parts, ignore),

  'run-over': finishRun,

  ask: (parts) => async (event) => {
    const order = await startRun(parts, Asked.parse(event));
    await parts.starter.start({ ...order, attempt: 1 }).catch(ignore);
    return order;
  },

  stop: (parts) => async (event) => {
    const order = RunOrder.parse(event);
    const { attempt, result } = await runNow(parts, order);
    if (result) return;
    await stopRun(parts, order, 'enough');
    await parts.starter.stop({ ...order, attempt }, 'enough').catch(ignore);
    await finishRun(parts)(order);
  },

  resume: (parts) => async (event) => {
    const order = RunOrder.parse(event);
    const { attempt, result } = await resumeRun(parts, order);
    if (!result) await parts.starter.start({ ...order, attempt });
  },

  commit: (parts) => async (event) => {
    const { session, draft, base } = Offered.parse(event);
    await parts.sessions.ensure(session, session);
    return parts.log.commit(mainBranch(TENANT, session), draft, base);
  },

  read: (parts) => async (event) => {
    const { context } = Woken.parse(event);
    return (await parts.log.history(mainBranch(TENANT, context))).commits.length;
  },
} as const satisfies Record<string, (parts: Parts) => Handler>;

export type FunctionName = keyof typeof functions;

const runNow = async ({ log }: Parts, { tenant, context, run }: RunOrder) =>
  readRun((await log.history(mainBranch(tenant, context))).commits, run);
