import type { Commit } from '../context/commit.ts';
import { AnswerBody, Decision, RunRequest, TurnRecord, VoteBody } from '../coordination/records.ts';
import { bodiesOf } from '../coordination/run-bodies.ts';
import { RunResult } from '../coordination/run-result.ts';

export type RunEventType =
  | 'run.started'
  | 'round.started'
  | 'agent.started'
  | 'agent.delta'
  | 'agent.answer'
  | 'agent.vote'
  | 'agent.fault'
  | 'context.committed'
  | 'run.finished';

/** Something that happened in a run. All but `agent.delta` are read from the log. */
export interface RunEvent {
  readonly type: RunEventType;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly run: string;
  readonly session: string;
  readonly round?: number;
  readonly agent?: string;
  readonly version?: number;
  readonly [more: string]: unknown;
}

interface Told {
  readonly type: RunEventType;
  readonly [more: string]: unknown;
}

/** What a commit tells of a run. */
export function eventsOf(commit: Commit, run: string): readonly RunEvent[] {
  const { id, author, cause, context: session, version, at } = commit;
  const told = cause?.run === run ? (tellers[cause.step]?.(commit) ?? []) : [];
  const committed: Told = { type: 'context.committed', id, author: author.agent };
  return [committed, ...told].map((event) => ({ at, run, session, version, ...event }));
}

const tellers: Readonly<Record<string, (commit: Commit) => readonly Told[]>> = {
  request: (commit) => [
    { type: 'run.started', question: RunRequest.parse(bodiesOf(commit, 'request')[0]).question },
  ],
  resume: () => [{ type: 'run.started', resumed: true }],
  plan: (commit) => fromDecision(Decision.parse(bodiesOf(commit, 'round')[0])),
  turn: fromTurn,
  finish: (commit) => {
    const { status, winner, rounds, calls } = RunResult.parse(bodiesOf(commit, 'result')[0]);
    return [{ type: 'run.finished', status, winner, rounds, calls }];
  },
};

function fromDecision(decision: Decision): readonly Told[] {
  const { kind, round } = decision;
  if (kind === 'fail') return [];
  if (kind === 'present')
    return [{ type: 'agent.started', round, agent: decision.winner, presents: true }];
  const { agents, votesOnly } = decision;
  return [
    { type: 'round.started', round, agents, votesOnly },
    ...agents.map((agent) => ({ type: 'agent.started' as const, round, agent })),
  ];
}

function fromTurn(commit: Commit): readonly Told[] {
  const { round, fault } = TurnRecord.parse(bodiesOf(commit, 'turn')[0]);
  const agent = commit.cause?.agent ?? '';
  const answers = bodiesOf(commit, 'answer').map((body) => AnswerBody.parse(body));
  const votes = bodiesOf(commit, 'vote').map((body) => VoteBody.parse(body));
  return [
    ...answers.map(({ content }) => ({ type: 'agent.answer' as const, round, agent, content })),
    ...votes.map((vote) => ({
      type: 'agent.vote' as const,
      round,
      agent,
      for: vote.for,
      reason: vote.reason,
    })),
    ...(fault ? [{ type: 'agent.fault' as const, round, agent, ...fault }] : []),
  ];
}
