import { mainBranch } from '../context/address.ts';
import type { Commit } from '../context/commit.ts';
import type { Operation } from '../context/operation.ts';
import type { State } from '../context/state.ts';
import { commitStep, put } from '../coordination/commit-step.ts';
import type { RunOrder } from '../coordination/orders.ts';
import { CurrentRun, RunRequest } from '../coordination/records.ts';
import { bodiesOf } from '../coordination/run-bodies.ts';
import { currentRunItem, runItems, turnItems } from '../coordination/run-items.ts';
import type { Team } from '../coordination/team.ts';
import { user } from '../message/author.ts';
import type { Message } from '../message/message.ts';
import { Fault } from '../shared/faults.ts';
import type { SessionDeps } from './session-deps.ts';
import { wantedBy } from './wanted-by.ts';

export interface Question {
  readonly session: string;
  readonly question: string;
  readonly team: Team;
  /** Drawn beforehand by whoever may have to ask again: it is started once. Without it: a new one. */
  readonly run?: string;
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
  { run = deps.ids.next('run'), ...asked }: Question,
): Promise<RunOrder> {
  const { session, question } = asked;
  const order: RunOrder = { tenant: deps.tenant, context: session, run };
  const { commits, state } = await deps.log.history(mainBranch(deps.tenant, session));
  const standing = commits.find(({ cause }) => cause?.run === run && cause.step === 'request');
  const open = openRunOf(state);
  if (open && !standing) throw new Fault('session.busy', { session, run: open.run });

  await deps.sessions.ensure(session, titleFrom(question));
  await deps.runs.register(run, session);
  await deps.reactors.set(order, wantedBy(asked.team, run));
  const commit = standing ?? (await request(deps, order, asked, nextTurn(state), commits.length));
  if (!commit) return startRun(deps, { run, ...asked });
  const begun = onRun(RunRequest.parse(bodiesOf(commit, 'request')[0]));
  await deps.sessions.update(session, ({ turns }) =>
    turns < begun.turns ? { ...begun, status: 'running' } : {},
  );
  return order;
}

/** What a session's row says of the last run that it was asked for. */
export const onRun = ({ run, turn, team }: RunRequest) => ({
  run,
  turns: turn,
  agents: team.agents.map(({ id }) => id),
  backends: [...new Set(team.agents.flatMap(({ backends }) => backends.map(({ type }) => type)))],
});

/** The commit of a request; undefined: another run's came first. */
async function request(
  deps: SessionDeps,
  order: RunOrder,
  { question, team }: Question,
  turn: number,
  base: number,
): Promise<Commit | undefined> {
  const outcome = await commitStep(deps, order, {
    team,
    cause: { run: order.run, step: 'request' },
    author: user,
    operations: requestItems(deps, { run: order.run, turn, question, team }),
    base,
  });
  return outcome.kind === 'committed' ? outcome.commit : undefined;
}

const nextTurn = (state: State): number => {
  const last = CurrentRun.safeParse(state.items.get(currentRunItem)?.body);
  return last.success ? last.data.turn + 1 : 1;
};

const titleFrom = (question: string) => question.replace(/\s+/g, ' ').trim().slice(0, 80);

function requestItems(deps: SessionDeps, asked: RunRequest): Operation[] {
  const { run, turn, question } = asked;
  const message: Message = {
    id: deps.ids.next('message'),
    role: 'user',
    author: user,
    at: deps.clock.now().toISOString(),
    parts: [{ type: 'text', text: question }],
  };
  return [
    put('request', runItems(run).request, 'event', asked),
    {
      op: 'put',
      item: turnItems(turn).question,
      kind: 'message',
      body: JSON.parse(JSON.stringify(message)),
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
