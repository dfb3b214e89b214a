import { type Address, checkedId, mainBranch } from '../core/context/address.ts';
import type { RunOrder } from '../core/coordination/orders.ts';
import { finishRun } from '../core/session/finish-run.ts';
import type { RunDocument } from '../core/session/run-document.ts';
import { openRunOf, startRun } from '../core/session/start-run.ts';
import { stopRun } from '../core/session/stop-run.ts';
import { Fault } from '../core/shared/faults.ts';
import { newSessionId } from '../runtime/system.ts';
import { announceEvents, type EventListener } from './announce-events.ts';
import { carryOut } from './carry-out.ts';
import { type ChosenTeam, chooseTeam, type TeamChoice } from './choose-team.ts';
import type { LocalDeps } from './deps.ts';

export interface AskOptions extends TeamChoice {
  /** The session to ask in; it is made when it is not there. Without it: a new one. */
  readonly session?: string;
  /** Stops the run when it aborts; what was committed stays. */
  readonly signal?: AbortSignal;
  readonly onEvent?: EventListener;
  /** Told who answers before they begin. */
  readonly onTeam?: (team: ChosenTeam) => void;
}

/**
 * Asks a team. Throws `usage.invalid`, `config.*`, `session.busy`, `store.*`; a run that fails is
 * a result with that status, not a fault.
 */
export const askTeam =
  (deps: LocalDeps) =>
  async (question: string, options: AskOptions = {}): Promise<RunDocument> => {
    if (question.trim() === '') throw emptyQuestion();
    const chosen = await chooseTeam(options, deps.lookup);
    options.onTeam?.(chosen);
    const session = checkedId(options.session ?? newSessionId(deps.clock.now()));
    const before = await closeAbandoned(deps, mainBranch(deps.tenant, session));
    const run = deps.ids.next('run');
    deps.keyring.add(run, chosen.keys);
    const asked = { run, session, question: question.toWellFormed(), team: chosen.team };
    const order = await startRun(deps, asked);
    return withEvents(deps, order, before, options);
  };

/** Carries a run out, telling a listener of everything after a version. */
export async function withEvents(
  deps: LocalDeps,
  order: RunOrder,
  after: number,
  { onEvent, signal }: Pick<AskOptions, 'onEvent' | 'signal'>,
): Promise<RunDocument> {
  const events = onEvent && announceEvents(deps, order, after, onEvent);
  try {
    return await carryOut(deps, order, signal);
  } finally {
    await events?.flush();
  }
}

/** Ends the run of a process that is gone, and says where the session stands. Throws `session.busy`. */
async function closeAbandoned(deps: LocalDeps, address: Address): Promise<number> {
  const { commits, state } = await deps.log.history(address);
  const open = openRunOf(state);
  if (!open) return commits.length;
  const { tenant, context } = address;
  const order: RunOrder = { tenant, context, run: open.run };
  if (await deps.leases.isHeld(open.run))
    throw new Fault('session.busy', { session: context, run: open.run });
  await stopRun(deps, order, 'its process ended before it did');
  await finishRun(deps)(order);
  return (await deps.log.history(address)).commits.length;
}

const emptyQuestion = () =>
  new Fault('usage.invalid', {
    problem: 'The question is empty.',
    hint: 'Ask something, for example: massgen "Which data structure suits an LRU cache?"',
  });
