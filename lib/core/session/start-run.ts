import { mainBranch } from '../context/address.ts';
import type { Operation } from '../context/operation.ts';
import type { State } from '../context/state.ts';
import { commitStep, put } from '../coordination/commit-step.ts';
import type { RunOrder } from '../coordination/orders.ts';
import { CurrentRun } from '../coordination/records.ts';
import { currentRunItem, runItems, turnItems } from '../coordination/run-items.ts';
import type { Team } from '../coordination/team.ts';
import { user } from '../message/author.ts';
import type { Message } from '../message/message.ts';
import { Fault } from '../shared/faults.ts';
import type { SessionDeps } from './session-deps.ts';

export interface Question {
  readonly session: string;
  readonly question: string;
  readonly team: Team;
}

/** The run that a session is on, if it is not over. */
export function openRunOf(state: State): CurrentRun | undefined {
  const current = CurrentRun.safeParse(state.items.get(currentRunItem)?.body);
  return current.success && current.data.open ? current.data : undefined;
}

/**
 * Commits the request of a run: that is its start. The session is made when it is not there.
 * Throws `session.busy` when it is on another run.
 */
export async function startRun(
  deps: SessionDeps,
  { session, question, team }: Question,
): Promise<RunOrder> {
  const { tenant, ids } = deps;
  const { commits, state } = await deps.log.history(mainBranch(tenant, session));
  const open = openRunOf(state);
  if (open) throw new Fault('session.busy', { session, run: open.run });

  const order: RunOrder = { tenant, context: session, run: ids.next('run') };
  const turn = nextTurn(state);
  await deps.sessions.ensure(session, titleFrom(question));
  await deps.runs.register(order.run, session);
  const outcome = await commitStep(deps, order, {
    cause: { run: order.run, step: 'request' },
    author: user,
    operations: requestItems(deps, order.run, turn, question, team),
    base: commits.length,
  });
  if (outcome.kind === 'conflict') return startRun(deps, { session, question, team });
  await deps.sessions.update(session, () => ({
    turns: turn,
    status: 'running',
    run: order.run,
    agents: team.agents.map(({ id }) => id),
    backends: [...new Set(team.agents.flatMap(({ backends }) => backends.map(({ type }) => type)))],
  }));
  return order;
}

const nextTurn = (state: State): number => {
  const last = CurrentRun.safeParse(state.items.get(currentRunItem)?.body);
  return last.success ? last.data.turn + 1 : 1;
};

const titleFrom = (question: string) => question.replace(/\s+/g, ' ').trim().slice(0, 80);

function requestItems(
  deps: SessionDeps,
  run: string,
  turn: number,
  question: string,
  team: Team,
): Operation[] {
  const asked: Message = {
    id: deps.ids.next('message'),
    role: 'user',
    author: user,
    at: deps.clock.now().toISOString(),
    parts: [{ type: 'text', text: question }],
  };
  return [
    put('request', runItems(run).request, 'event', { run, turn, question, team }),
    {
      op: 'put',
      item: turnItems(turn).question,
      kind: 'message',
      body: JSON.parse(JSON.stringify(asked)),
    },
    currentRun(run, turn, true),
  ];
}

/** Says which run the session is on; two writers of it are in conflict, so one run at a time. */
export const currentRun = (run: string, turn: number, open: boolean): Operation => ({
  op: 'put',
  item: currentRunItem,
  kind: 'event',
  body: { run, turn, open },
});
