import type * as z from 'zod';
import type { Agent } from '../agent/agent.ts';
import type { CallRecord } from '../agent/call-record.ts';
import { anonymousId } from '../agent/decision-tools.ts';
import type { Commit } from '../context/commit.ts';
import type { CommittedPut } from '../context/operation.ts';
import { Message } from '../message/message.ts';
import { Fault } from '../shared/faults.ts';
import {
  AnswerBody,
  Decision,
  PresentationRecord,
  RunRequest,
  StopBody,
  TurnRecord,
  VoteBody,
} from './records.ts';
import { RunResult } from './run-result.ts';

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

/**
 * Reads a run from its session's history: from its request on, for its agents may have been called on
 * news before that. Throws `run.unknown`.
 */
export function readRun(commits: readonly Commit[], run: string): RunLog {
  const ours = commits.filter(({ cause }) => cause?.run === run);
  const first = ours.findIndex(({ cause }) => cause?.step === 'request');
  const request = ours[first];
  if (!request) throw new Fault('run.unknown', { run });
  return ours.slice(first + 1).reduce(afterCommit, requested(request));
}

function requested(commit: Commit): RunLog {
  const request = RunRequest.parse(bodiesOf(commit, 'request')[0]);
  return {
    request,
    requestedAt: new Date(commit.at),
    seal: commit.hash,
    startedAt: new Date(commit.at),
    attempt: 1,
    decisions: [],
    turns: [],
    answers: new Map(),
    answersGiven: new Map(),
    votes: new Map(),
    transcripts: new Map(),
    deeds: new Map(),
    stopped: undefined,
    presentation: undefined,
    result: undefined,
    finished: undefined,
  };
}

/** How a commit of each step moves the run on. Unknown steps come from newer versions and move nothing. */
const moves: Readonly<Record<string, (run: RunLog, commit: Commit) => RunLog>> = {
  plan: (run, commit) => ({
    ...run,
    decisions: [...run.decisions, only(commit, 'round', Decision)],
  }),
  did: (run, commit) => ({ ...run, deeds: new Map([...run.deeds, ...messagesIn(commit)]) }),
  turn: (run, commit) => afterTurn(run, commit),
  stop: (run, commit) => ({ ...run, stopped: only(commit, 'stop', StopBody).reason }),
  resume: (run, commit) => ({
    ...run,
    startedAt: new Date(commit.at),
    attempt: run.attempt + 1,
    stopped: undefined,
    result: undefined,
    finished: undefined,
  }),
  present: (run, commit) => ({
    ...run,
    presentation: only(commit, 'presentation', PresentationRecord),
  }),
  finish: (run, commit) => ({
    ...run,
    result: only(commit, 'result', RunResult),
    finished: commit,
  }),
};

const afterCommit = (run: RunLog, commit: Commit): RunLog =>
  moves[commit.cause?.step ?? '']?.(run, commit) ?? run;

function afterTurn(run: RunLog, commit: Commit): RunLog {
  const agent = commit.cause?.agent ?? '';
  const turn = { ...only(commit, 'turn', TurnRecord), agent };
  const [answer] = bodiesOf(commit, 'answer').map((body) => AnswerBody.parse(body));
  const [vote] = bodiesOf(commit, 'vote').map((body) => VoteBody.parse(body));
  const messages = messagesOf(run, turn, messagesIn(commit));
  return {
    ...run,
    turns: [...run.turns, turn],
    ...(answer && {
      answers: withEntry(run.answers, agent, { ...answer, version: commit.version }),
      answersGiven: withEntry(run.answersGiven, agent, (run.answersGiven.get(agent) ?? 0) + 1),
    }),
    ...(vote && { votes: withEntry(run.votes, agent, vote) }),
    ...(messages.length > 0 && {
      transcripts: withEntry(run.transcripts, agent, [
        ...(run.transcripts.get(agent) ?? []),
        ...messages,
      ]),
    }),
  };
}

/** The messages that a commit put, by their items. */
const messagesIn = (commit: Commit): readonly (readonly [item: string, Message])[] =>
  commit.operations.flatMap((operation) =>
    operation.op === 'put' && tagOf(operation) === 'message' && operation.body !== undefined
      ? [[operation.item, Message.parse(operation.body)] as const]
      : [],
  );

/** All that a turn adds to its conversation, in order: what it put itself, and what was put before. */
function messagesOf(
  { deeds }: RunLog,
  turn: TurnRecord,
  own: ReturnType<typeof messagesIn>,
): readonly Message[] {
  const numbered = own.map(([item, message]) => [numberIn(item), message] as const);
  const before = Object.entries(turn.deeds ?? {}).flatMap(([number, item]) => {
    const message = deeds.get(item);
    return message ? [[Number(number), message] as const] : [];
  });
  return [...numbered, ...before].sort(([one], [other]) => one - other).map(([, one]) => one);
}

const numberIn = (item: string) => Number(item.slice(item.lastIndexOf('/') + 1));

const withEntry = <V>(map: ReadonlyMap<string, V>, key: string, value: V) =>
  new Map(map).set(key, value);

const tagOf = (put: CommittedPut) => put.tags?.[0];

/** The bodies that a commit gave to the items of one role. */
export const bodiesOf = (commit: Commit, role: RunRole) =>
  commit.operations.flatMap((operation) =>
    operation.op === 'put' && tagOf(operation) === role && operation.body !== undefined
      ? [operation.body]
      : [],
  );

function only<T>(commit: Commit, role: RunRole, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(bodiesOf(commit, role)[0]);
  if (parsed.success) return parsed.data;
  throw new Fault('context.unreadable', {
    context: commit.context,
    version: commit.version,
    detail: `its ${role} is not one that this version of massgen knows`,
  });
}

/** What an item of a run is for; its first tag. */
export type RunRole =
  | 'request'
  | 'round'
  | 'turn'
  | 'answer'
  | 'vote'
  | 'message'
  | 'stop'
  | 'presentation'
  | 'result';

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
