import * as z from 'zod';
import { type Address, mainBranch } from '../../lib/core/context/address.ts';
import { Draft } from '../../lib/core/context/draft.ts';
import { mergeBranch } from '../../lib/core/context/merge-branch.ts';
import { mergePolicies } from '../../lib/core/context/merge-policy.ts';
import { rollBack } from '../../lib/core/context/roll-back.ts';
import { RunOrder } from '../../lib/core/coordination/orders.ts';
import { readRun } from '../../lib/core/coordination/read-run.ts';
import { Team } from '../../lib/core/coordination/team.ts';
import { amendRuns } from '../../lib/core/session/amend-runs.ts';
import { catchUp } from '../../lib/core/session/catch-up.ts';
import { finishRun } from '../../lib/core/session/finish-run.ts';
import { publishCommits } from '../../lib/core/session/publish-commits.ts';
import { purgeFromSession } from '../../lib/core/session/purge-from-session.ts';
import { react } from '../../lib/core/session/react.ts';
import { backendTypeOf } from '../../lib/core/session/reactor.ts';
import { resumeRun } from '../../lib/core/session/resume-run.ts';
import { startRun } from '../../lib/core/session/start-run.ts';
import { stopRun } from '../../lib/core/session/stop-run.ts';
import { runTask } from '../../lib/core/session/tasks.ts';
import type { Handler } from './lambda.ts';
import { type Parts, TENANT } from './parts.ts';

const Asked = z.object({ session: z.string(), run: z.string(), question: z.string(), team: Team });
/** One branch of a context. */
export const Place = z.object({ context: z.string(), branch: z.string().default('main') });
const Offered = Place.extend({ drafts: z.array(Draft), base: z.number().optional() });

const Rousing = Place.extend({ type: z.string() });
const Merging = z.object({ from: z.string(), policy: z.enum(mergePolicies).optional() });

const ignore = () => undefined;

/** What is deployed, and what the routes of the API do beside it. */
export const functions = {
  coordinate: runTask,
  backend: runTask,

  'publish-commits': (parts) => async (event) => publishCommits(parts)(addressIn(event)),

  react: (parts) => async (event) => {
    const { type } = Rousing.parse(event);
    const { context } = addressIn(event);
    const deps = { ...parts, backendFor: parts.reactorFor(context) };
    await react(deps, (reactor) => backendTypeOf(reactor) === type)(addressIn(event));
  },

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
    const { context, drafts, base } = Offered.parse(event);
    await parts.sessions.ensure(context, context);
    const address = addressIn(event);
    return Promise.all(drafts.map((draft) => parts.log.commit(address, draft, base)));
  },

  fork: (parts) => async (event) => {
    const { name } = z.object({ name: z.string() }).parse(event);
    const from = addressIn(event);
    await parts.log.branches.fork(from, await parts.log.head(from), name);
  },

  merge: (parts) => async (event) => {
    const { from, policy } = Merging.parse(event);
    const into = addressIn(event);
    return mergeBranch(parts.log, into, from, { policy, amend: amendRuns(into.context) });
  },

  'roll back': (parts) => async (event) => {
    const { to } = z.object({ to: z.number() }).parse(event);
    const address = addressIn(event);
    return rollBack(parts.log, address, to, { amend: amendRuns(address.context) });
  },

  purge: (parts) => async (event) => {
    const { item } = z.object({ item: z.string() }).parse(event);
    return purgeFromSession(parts, addressIn(event), item);
  },
} as const satisfies Record<string, (parts: Parts) => Handler>;

export type FunctionName = keyof typeof functions;

/** The branch that an event is about. */
export const addressIn = (event: unknown): Address => ({ tenant: TENANT, ...Place.parse(event) });

const runNow = async ({ log }: Parts, { tenant, context, run }: RunOrder) =>
  readRun((await log.history(mainBranch(tenant, context))).commits, run);
