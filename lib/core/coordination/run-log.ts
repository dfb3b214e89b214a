import type { Agent } from '../agent/agent.ts';
import type { CallRecord } from '../agent/call-record.ts';
import { anonymousId } from '../agent/decision-tools.ts';
import type { Commit } from '../context/commit.ts';
import type { Message } from '../message/message.ts';
import { Fault } from '../shared/faults.ts';
import type { Decision, PresentationRecord, RunRequest, TurnRecord, VoteBody } from './records.ts';
import type { RunResult } from './run-result.ts';

export interface StandingAnswer {
  readonly agent: string;
  readonly content: string;
  /** The commit that holds it. */
  readonly version: number;
}

export interface AgentTurn extends TurnRecord {
  readonly agent: string;
}

/** All that the log says about one run. */
export interface RunLog {
  readonly request: RunRequest;
  readonly requestedAt: Date;
  /** The request's hash: unguessable before it was written. */
  readonly seal: string;
  /** When it was last started or resumed. */
  readonly startedAt: Date;
  /** How often it was started: 1, and one more for each time it was resumed. */
  readonly attempt: number;
  readonly decisions: readonly Decision[];
  readonly turns: readonly AgentTurn[];
  readonly answers: ReadonlyMap<string, StandingAnswer>;
  readonly answersGiven: ReadonlyMap<string, number>;
  readonly votes: ReadonlyMap<string, VoteBody>;
  readonly transcripts: ReadonlyMap<string, readonly Message[]>;
  /** What was shared before its turn was over, by its item. */
  readonly deeds: ReadonlyMap<string, Message>;
  readonly stopped: string | undefined;
  readonly presentation: PresentationRecord | undefined;
  readonly result: RunResult | undefined;
  /** The version that holds the result, and its hash. */
  readonly finished: Pick<Commit, 'version' | 'hash'> | undefined;
}

export const callsOf = (run: RunLog): readonly CallRecord[] => [
  ...run.turns.flatMap(({ calls }) => calls),
  ...(run.presentation?.calls ?? []),
];

/** The id by which the agents of a run know one another. */
export const anonymousIdOf = (run: RunLog, agent: string): string =>
  anonymousId(run.request.team.agents.findIndex(({ id }) => id === agent));

/** Throws `turn.lost` for an agent that the team does not have. */
export function agentOf(run: RunLog, id: string): Agent {
  const agent = run.request.team.agents.find((one) => one.id === id);
  if (!agent) throw new Fault('turn.lost', { agent: id, detail: 'the team does not know it' });
  return agent;
}
