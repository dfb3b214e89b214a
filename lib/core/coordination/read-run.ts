import type { Commit } from '../context/commit.ts';
import type { Message } from '../message/message.ts';
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
import { bodiesOf, messagesIn, only } from './run-bodies.ts';
import type { RunLog } from './run-log.ts';
import { RunResult } from './run-result.ts';

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
