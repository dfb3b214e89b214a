import type { Agent } from '../agent/agent.ts';
import { callModel } from '../agent/call-model.ts';
import { composer, text } from '../agent/conversation.ts';
import { decisionTools, NEW_ANSWER } from '../agent/decision-tools.ts';
import { presentationText } from '../agent/prompt.ts';
import { readingTool } from '../agent/reading-tool.ts';
import type { Tool } from '../agent/tool.ts';
import { mainBranch } from '../context/address.ts';
import type { History } from '../context/history.ts';
import { massgen } from '../message/author.ts';
import { type Message, textOf } from '../message/message.ts';
import { Fault, isFault, toFault } from '../shared/faults.ts';
import { nonceFrom } from '../view/fence.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { mayRead } from './news-for.ts';
import { nextTry } from './next-try.ts';
import { TurnOrder, type TurnReport } from './orders.ts';
import { type Cut, goOn, timeUntil } from './own-time.ts';
import { deadlineOf } from './plan.ts';
import { readRun } from './read-run.ts';
import { type Presented, recordPresentation } from './record-presentation.ts';
import type { RunDeps } from './run-deps.ts';
import { agentOf, anonymousIdOf, type RunLog } from './run-log.ts';
import { callsBefore, candidatesOf, conversationBefore, shownTo, viewedBy } from './scene.ts';
import { roundsClosed, tally } from './tally.ts';

/** The winner gives the final answer. Without a usable one its stored answer will do. */
export const presentAnswer =
  (deps: RunDeps) =>
  async (input: unknown): Promise<TurnReport> => {
    const order = TurnOrder.parse(input);
    const presented: TurnReport = { ...order, kind: 'acted' };
    const history = await deps.log.history(mainBranch(order.tenant, order.context));
    const run = readRun(history.commits, order.run);
    if (isOver(run)) return presented;

    const agent = agentOf(run, order.agent);
    const deeds = createDeeds(deps, order, run, history.commits.length);
    const stop = deps.watchStop(order);
    const stand = { run, history, agent, deeds };
    const spoken = await speak(deps, order, stand, stop.signal).finally(stop.end);
    await deeds.settled();
    if (isNotOurs(spoken, stop.signal)) return presented;
    if (spoken.kind === 'cut') return goOn(order, spoken);
    const next = spoken.kind === 'failed' ? nextTry(deps, order, agent, spoken) : undefined;
    if (next) return next;
    await recordPresentation(deps, order, run.request, spoken, history.commits.length);
    return presented;
  };

const isOver = ({ presentation, stopped, result }: RunLog) =>
  presentation !== undefined || stopped !== undefined || result !== undefined;

/** It was stopped, or another process has taken it over: what comes of it is not ours to say. */
const isNotOurs = (spoken: Spoken, stop: AbortSignal) =>
  stop.aborted || (spoken.kind === 'failed' && isFault(spoken.fault, 'backend.superseded'));

type Spoken = Presented | Cut;

interface Stand {
  readonly run: RunLog;
  readonly history: History;
  readonly agent: Agent;
  readonly deeds: Deeds;
}

async function speak(
  deps: RunDeps,
  order: TurnOrder,
  { run, history, agent, deeds }: Stand,
  stop: AbortSignal,
): Promise<Spoken> {
  const began = order.began ?? deps.clock.now().toISOString();
  const time = timeUntil(deps, endOf(run, began));
  const team = run.request.team.agents.map(({ id }) => id);
  const composed = composer(deps)('user', massgen, [text(requestFor(run, agent.id))]);
  // The same however often it is begun: what goes on with it knows it by that.
  const ask = { ...composed, id: `${order.run}/${agent.id}/presentation` };
  let goesOn = false;
  try {
    const seat = { run: order.run, agent, backend: order.backend, team, session: order };
    const backend = deps.backendFor(seat);
    goesOn = backend.goesOn === true;
    const signal = AbortSignal.any([time.timeout, stop]);
    const toolbox = await deps.toolboxFor(seat, signal);
    const { reply, record: call } = await callModel(
      {
        ...deps,
        backend,
        deadline: time.deadline,
        onDelta: (delta) => deps.onDelta(order.run, agent.id, delta),
      },
      {
        messages: [...conversationBefore(run, history.state, agent.id), ask],
        tools: [...decisionTools(team.length), ...toolbox.tools, ...readingOf(run, agent)],
        allowedTools: [],
        sequence: callsBefore(run, agent.id),
        signal,
        ...(run.request.team.sharing === 'transcript' && { sharer: deeds.sharer }),
      },
    );
    return { kind: 'spoken', content: saidIn(reply.message), call };
  } catch (error) {
    if (time.timeout.aborted && goesOn && !time.isOver()) return { kind: 'cut', began, calls: [] };
    const { type } = agent.backends[order.backend] ?? { type: '' };
    const fault = time.timeout.aborted
      ? new Fault('backend.timeout', { backend: type })
      : toFault(error);
    return { kind: 'failed', fault, calls: [] };
  }
}

/** What its turns were offered to read with, so that its requests begin as they did. */
const readingOf = (run: RunLog, { id }: Agent): readonly Tool[] =>
  mayRead(run) && viewedBy(run, id).left > 0 ? [readingTool] : [];

/** A turn's time; when the run's own time is up, a quarter of that, five seconds at the least. */
function endOf(run: RunLog, began: string): number {
  const { runSeconds, turnSeconds } = run.request.team.limits;
  const from = new Date(began).getTime();
  const left = (deadlineOf(run).getTime() - from) / 1000;
  return from + Math.min(turnSeconds, Math.max(left, runSeconds / 4, 5)) * 1000;
}

function requestFor(run: RunLog, winner: string): string {
  const { counting } = tally(run, roundsClosed(run));
  const reasons = [...counting]
    .filter(([, target]) => target === winner)
    .map(([by]) => ({ by: anonymousIdOf(run, by), reason: run.votes.get(by)?.reason ?? '' }));
  const own = anonymousIdOf(run, winner);
  return presentationText(
    candidatesOf(run),
    own,
    shownTo(run, winner),
    reasons,
    nonceFrom(run.seal),
  );
}

/** Its text; a model that calls `new_answer` all the same has said it there. */
function saidIn(message: Message): string {
  const words = textOf(message).trim();
  if (words) return words;
  const call = message.parts.find((part) => part.type === 'tool_call' && part.name === NEW_ANSWER);
  const content = call?.type === 'tool_call' ? call.arguments['content'] : '';
  return typeof content === 'string' ? content.trim() : '';
}
