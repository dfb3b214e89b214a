import type { Ballot, Candidate } from '../agent/ballot.ts';
import { composer, text } from '../agent/conversation.ts';
import { anonymousId, decisionTools } from '../agent/decision-tools.ts';
import { systemText, turnText } from '../agent/prompt.ts';
import type { Toolbox } from '../agent/toolbox.ts';
import type { Scene } from '../agent/turn.ts';
import type { State } from '../context/state.ts';
import { massgen, user } from '../message/author.ts';
import { Message } from '../message/message.ts';
import { nonceFrom } from '../view/fence.ts';
import { type News, nothingViewed, type Viewed, withoutEarlier } from '../view/viewed.ts';
import type { TurnOrder } from './orders.ts';
import type { RunDeps } from './run-deps.ts';
import { turnItems } from './run-items.ts';
import { anonymousIdOf, type RunLog } from './run-log.ts';

/** The standing answers as every agent of the run knows them, in config order. */
export const candidatesOf = (run: RunLog): readonly Candidate[] =>
  run.request.team.agents.flatMap(({ id }, place) => {
    const answer = run.answers.get(id);
    return answer ? [{ ...answer, anonymousId: anonymousId(place) }] : [];
  });

/** What one agent may decide now. Agents that share nothing see no answer before they are to vote. */
export function ballotFor(run: RunLog, agent: string, votesOnly: boolean): Ballot {
  const { sharing, limits } = run.request.team;
  const candidates = sharing === 'none' && !votesOnly ? [] : candidatesOf(run);
  const given = run.answersGiven.get(agent) ?? 0;
  const mayAnswer = !votesOnly && given < limits.answersPerAgent;
  return { candidates, mayAnswer: mayAnswer || candidates.length === 0 };
}

/** The answers that an agent's conversation holds. */
export const shownTo = (run: RunLog, agent: string): Readonly<Record<string, number>> =>
  lastShowing(run, agent)?.shown ?? {};

/** What else of the context an agent's conversation shows. */
export const viewedBy = (run: RunLog, agent: string): Viewed =>
  lastShowing(run, agent)?.viewed ?? nothingViewed;

const lastShowing = (run: RunLog, agent: string) =>
  run.turns.findLast((turn) => turn.agent === agent && turn.outcome !== 'failed');

/**
 * All that an agent was told in this run before now: the same text every time, until what it is
 * shown of the context is laid anew.
 */
export function conversationBefore(
  run: RunLog,
  state: State,
  agent: string,
  { laying } = viewedBy(run, agent),
): readonly Message[] {
  const { team, turn } = run.request;
  const nonce = nonceFrom(run.seal);
  const own = anonymousIdOf(run, agent);
  const role = team.agents.find(({ id }) => id === agent)?.systemMessage;
  const system: Message = {
    id: `${run.request.run}/${agent}/system`,
    role: 'system',
    author: massgen,
    parts: [text(systemText(role, own, team.agents.length, nonce))],
  };
  const spoken = withoutEarlier(run.transcripts.get(agent) ?? [], laying, nonce);
  return [system, ...earlierTurns(state, turn), ...spoken];
}

/** Sets the scene for one agent's turn in a round. */
export function sceneFor(
  deps: RunDeps,
  run: RunLog,
  state: State,
  { agent, round, spent }: TurnOrder,
  votesOnly: boolean,
  toolbox: Toolbox,
  news: News | undefined,
  signal: AbortSignal,
): Scene {
  const viewed = news?.viewed ?? viewedBy(run, agent);
  const before = conversationBefore(run, state, agent, viewed);
  const ballot = ballotFor(run, agent, votesOnly);
  const nonce = nonceFrom(run.seal);
  const own = anonymousIdOf(run, agent);
  const ask = [
    ...(news ? [text(`${news.text}\n\n`)] : []),
    text(turnText(ballot, own, shownTo(run, agent), nonce)),
  ];
  const compose = composer(deps);
  const composed = run.transcripts.has(agent)
    ? compose('user', massgen, ask)
    : compose('user', user, [text(`${run.request.question}\n\n`), ...ask]);
  // The same for this turn, however often it is begun: what goes on with it knows it by that.
  const opening = { ...composed, id: `${run.request.run}/${agent}/${round}/opening` };
  return {
    author: { agent },
    anonymousId: own,
    nonce,
    tools: decisionTools(run.request.team.agents.length),
    toolbox,
    callsBefore: callsBefore(run, agent) + spent.length,
    conversation: [...before, opening],
    recorded: before.length,
    ballot,
    viewed,
    signal,
  };
}

export const callsBefore = (run: RunLog, agent: string): number =>
  run.turns
    .filter((turn) => turn.agent === agent)
    .reduce((sum, { calls }) => sum + calls.length, 0);

/** The questions and answers of the session's turns before this one. */
const earlierTurns = (state: State, turn: number): readonly Message[] =>
  Array.from({ length: turn - 1 }, (_, at) => turnItems(at + 1)).flatMap(({ question, answer }) => {
    const asked = Message.safeParse(state.items.get(question)?.body);
    const said = Message.safeParse(state.items.get(answer)?.body);
    return asked.success && said.success ? [asked.data, said.data] : [];
  });
