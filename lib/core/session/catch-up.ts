import { mainBranch } from '../context/address.ts';
import { deadlineOf } from '../coordination/plan.ts';
import { readRun } from '../coordination/read-run.ts';
import type { RunLog } from '../coordination/run-log.ts';
import { type Fault, isFault, toFault } from '../shared/faults.ts';
import { finishRun } from './finish-run.ts';
import { type PublishDeps, publishCommits } from './publish-commits.ts';
import { type RouseDeps, rouseReactors } from './rouse-reactors.ts';
import type { OpenRun } from './runs.ts';
import type { SessionDeps } from './session-deps.ts';

const MINUTE_MS = 60_000;

/** After this much of a run's own time its machine is given up: no turn takes longer. */
const GRACE_MS = 20 * MINUTE_MS;

/** After this long a run without a request never gets one: whoever asked is gone. */
const UNASKED_MS = 15 * MINUTE_MS;

/** For how long a stream remembers, and an event is tried: what is older was announced, or never will be. */
const RECENT_MS = 25 * 60 * MINUTE_MS;

export type CatchUpDeps = SessionDeps & PublishDeps & RouseDeps;

export interface CaughtUp {
  /** Commits that nobody had announced. */
  readonly announced: number;
  /** Runs that are not over. */
  readonly open: number;
}

/**
 * Does what an event should have led to and did not: the last one of a context may be lost. Starts
 * machines, ends runs whose machine is gone, announces what was not announced, wakes agents that have
 * not acted on their news. What cannot be done for one is told, and keeps nobody else waiting; then the first of it is thrown.
 */
export const catchUp =
  (deps: CatchUpDeps, onProblem: (problem: Fault) => void) => async (): Promise<CaughtUp> => {
    const problems: Fault[] = [];
    const told = (error: unknown) => {
      const problem = toFault(error);
      problems.push(problem);
      onProblem(problem);
    };
    const open = await seeToRuns(deps, told);
    const announced = await announceRecent(deps, told).catch(told);
    const [first] = problems;
    if (first) throw first;
    return { announced: announced ?? 0, open };
  };

type Told = (error: unknown) => void;

async function seeToRuns(deps: CatchUpDeps, told: Told): Promise<number> {
  let open = 0;
  for await (const run of deps.runs.open()) {
    open += 1;
    await seeTo(deps, run, told).catch(told);
  }
  return open;
}

async function announceRecent(deps: CatchUpDeps, told: Told): Promise<number> {
  let announced = 0;
  const since = new Date(deps.clock.now().getTime() - RECENT_MS);
  for await (const context of deps.touched.since(since))
    announced += (await announceContext(deps, context, told).catch(told)) ?? 0;
  return announced;
}

async function announceContext(deps: CatchUpDeps, context: string, told: Told): Promise<number> {
  let announced = 0;
  const main = mainBranch(deps.tenant, context);
  for (const branch of await deps.log.branches.namesOf(main)) {
    const address = { ...main, branch };
    const commits = await publishCommits(deps)(address).catch(told);
    if (commits?.length === 0) await rouseReactors(deps)(address).catch(told);
    announced += commits?.length ?? 0;
  }
  return announced;
}

async function seeTo(
  deps: CatchUpDeps,
  { run, session, since }: OpenRun,
  told: Told,
): Promise<void> {
  const order = { tenant: deps.tenant, context: session, run };
  const now = deps.clock.now().getTime();
  const asked = await requestOf(deps, session, run);
  if (!asked) {
    if (now - since.getTime() > UNASKED_MS) await deps.runs.close(run);
    return;
  }
  const isOverdue = now > deadlineOf(asked).getTime() + GRACE_MS;
  const { attempt, stopped, result } = asked;
  if (stopped !== undefined) await deps.starter.stop({ ...order, attempt }, stopped).catch(told);
  if (result || stopped !== undefined || isOverdue) await finishRun(deps)(order);
  else await deps.starter.start({ ...order, attempt });
}

async function requestOf(
  { log, tenant }: CatchUpDeps,
  session: string,
  run: string,
): Promise<RunLog | undefined> {
  const { commits } = await log.history(mainBranch(tenant, session));
  try {
    return readRun(commits, run);
  } catch (error) {
    if (isFault(error, 'run.unknown')) return undefined;
    throw error;
  }
}
