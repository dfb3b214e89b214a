import { mainBranch } from '../../context/address.ts';
import type { Commit } from '../../context/commit.ts';
import type { ContextLog } from '../../context/context-log.ts';
import { readRun } from '../../coordination/read-run.ts';
import type { RunLog } from '../../coordination/run-log.ts';
import type { AgentResult, RunResult } from '../../coordination/run-result.ts';
import type { Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';

/** A session as a person reads it. */
export interface Story {
  readonly session: Session;
  readonly turns: readonly Turn[];
}

/** One question, what each agent came to, and the answer. */
export interface Turn {
  readonly turn: number;
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly askedAt: string;
  readonly question: string;
  readonly agents: readonly Part[];
  /** Absent: the run is not over. */
  readonly result?: RunResult;
}

/** What one agent came to. */
export interface Part extends Pick<AgentResult, 'id'> {
  readonly model: string;
  /** Null: it gave none, or withdrew it. */
  readonly answer: string | null;
  readonly vote: { readonly for: string; readonly reason: string } | null;
}

export interface StoryDeps {
  readonly log: ContextLog;
  readonly sessions: Sessions;
  readonly tenant: string;
}

/** Throws `session.unknown`. */
export async function tellStory(deps: StoryDeps, id: string): Promise<Story> {
  const session = await deps.sessions.get(id);
  const { commits } = await deps.log.history(mainBranch(deps.tenant, id));
  return { session, turns: runsIn(commits).map((run) => toTurn(readRun(commits, run))) };
}

const runsIn = (commits: readonly Commit[]): readonly string[] =>
  commits.flatMap(({ cause }) => (cause?.step === 'request' ? [cause.run] : []));

const toTurn = (log: RunLog): Turn => {
  const { turn, run, question, team } = log.request;
  return {
    turn,
    run,
    askedAt: log.requestedAt.toISOString(),
    question,
    agents: team.agents.map(({ id, backends }) => ({
      id,
      model: modelOf(log, id) ?? backends[0]?.model ?? '',
      answer: log.answers.get(id)?.content ?? null,
      vote: voteOf(log, id),
    })),
    ...(log.result && { result: log.result }),
  };
};

const modelOf = ({ result }: RunLog, agent: string) =>
  result?.agents.find(({ id }) => id === agent)?.model;

function voteOf({ votes }: RunLog, agent: string): Part['vote'] {
  const vote = votes.get(agent);
  return vote ? { for: vote.for, reason: vote.reason } : null;
}
