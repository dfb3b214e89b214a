import { mainBranch } from '../context/address.ts';
import type { Position } from '../context/commit.ts';
import { headOf } from '../context/history.ts';
import type { RunOrder } from '../coordination/orders.ts';
import { readRun } from '../coordination/read-run.ts';
import type { RunResult, RunStatus } from '../coordination/run-result.ts';
import { toResult } from '../coordination/to-result.ts';
import { Fault } from '../shared/faults.ts';
import type { SessionDeps } from './session-deps.ts';

interface Standing {
  readonly id: string;
  readonly branch: string;
  readonly version: number;
  readonly hash: string;
}

/** A run's result, and where its context stood when it was committed. */
export interface RunDocument extends RunResult {
  readonly context: Standing;
}

/** The same of a run that may not be over: nobody has won it then. `queued`: nobody has acted yet. */
export interface RunSoFar extends Omit<RunResult, 'status'> {
  readonly status: RunStatus | 'queued' | 'running';
  readonly context: Standing;
}

type DocumentDeps = Pick<SessionDeps, 'log' | 'clock'>;

/** The stored result of a run. Throws `run.unknown` for one that has none. */
export async function documentOf(deps: DocumentDeps, order: RunOrder): Promise<RunDocument> {
  const document = await documentSoFar(deps, order);
  if (isOver(document)) return document;
  throw new Fault('run.unknown', { run: order.run });
}

/** What the log says of a run up to now. Throws `run.unknown`. */
export async function documentSoFar(
  { log, clock }: DocumentDeps,
  { tenant, context, run }: RunOrder,
): Promise<RunSoFar> {
  const history = await log.history(mainBranch(tenant, context));
  const read = readRun(history.commits, run);
  const { result, finished, decisions } = read;
  if (result && finished) return { ...result, context: standing(context, finished) };
  return {
    ...toResult(read, context, clock.now()),
    status: decisions.length === 0 ? 'queued' : 'running',
    winner: null,
    answer: null,
    context: standing(context, headOf(history)),
  };
}

export const isOver = (document: RunSoFar): document is RunDocument =>
  document.status !== 'queued' && document.status !== 'running';

const standing = (id: string, { version, hash }: Position): Standing => ({
  id,
  branch: 'main',
  version,
  hash: hash ?? '',
});
