import type { Agent } from '../agent/agent.ts';
import { callModel } from '../agent/call-model.ts';
import type { CallRecord } from '../agent/call-record.ts';
import { composer, text } from '../agent/conversation.ts';
import { decisionTools, NEW_ANSWER } from '../agent/decision-tools.ts';
import { presentationText } from '../agent/prompt.ts';
import { readingTool } from '../agent/reading-tool.ts';
import { mainBranch } from '../context/address.ts';
import type { History } from '../context/history.ts';
import { massgen } from '../message/author.ts';
import { type Message, textOf } from '../message/message.ts';
import { Fault, isFault, toFault } from '../shared/faults.ts';
import { nonceFrom } from '../view/fence.ts';
import { commitStep, put } from './commit-step.ts';
import { mayRead } from './news-for.ts';
import { nextTry } from './next-try.ts';
import { TurnOrder, type TurnReport } from './orders.ts';
import { deadlineOf } from './plan.ts';
import type { PresentationRecord } from './records.ts';
import type { RunDeps } from './run-deps.ts';
import { runItems } from './run-items.ts';
import { agentOf, anonymousIdOf, type RunLog, readRun } from './run-log.ts';
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
    if (run.presentation || run.stopped !== undefined || run.result) return presented;

    const agent = agentOf(run, order.agent);
    const stop = deps.watchStop(order);
    const spoken = await speak(deps, order, { run, history, agent }, stop.signal).finally(stop.end);
    if (stop.signal.aborted || isAnothers(spoken)) return presented;
    const next = spoken.kind === 'failed' ? nextTry(deps, order, agent, spoken) : undefined;
    if (next) return next;
    await record(deps, order, run.request, spoken, history.commits.length);
    return presented;
  };

/** Another process has taken it over: what comes of it is that one's to say. */
const isAnothers = (spoken: Spoken) =>
  spoken.kind === 'failed' && isFault(spoken.fault, 'backend.superseded');

type Spoken =
  | { readonly kind: 'spoken'; readonly content: string; readonly call: CallRecord }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly calls: readonly CallRecord[] };

interface Stand {
  readonly run: RunLog;
  readonly history: History;
  readonly agent: Agent;
}

async function speak(
  deps: RunDeps,
  order: TurnOrder,
  { run, history, agent }: Stand,
  stop: AbortSignal,
): Promise<Spoken> {
  const deadline = presentationDeadline(deps, run);
  const timeout = deps.clock.timeout(deadline.getTime() - deps.clock.now().getTime());
  const team = run.request.team.agents.map(({ id }) => id);
  const ask = composer(deps)('user', massgen, [text(requestFor(run, agent.id))]);
  try {
    const seat = { run: order.run, agent, backend: order.backend, team, session: order };
    const backend = deps.backendFor(seat);
    const signal = AbortSignal.any([timeout, stop]);
    const toolbox = await deps.toolboxFor(seat, signal);
    const isOffered = mayRead(run) && viewedBy(run, agent.id).left > 0;
    const reading = isOffered ? [readingTool] : [];
    const { reply, record: call } = await callModel(
      { ...deps, backend, deadline, onDelta: (delta) => deps.onDelta(order.run, agent.id, delta) },
      {
        messages: [...conversationBefore(run, history.state, agent.id), ask],
        tools: [...decisionTools(team.length), ...toolbox.tools, ...reading],
        allowedTools: [],
        sequence: callsBefore(run, agent.id),
        signal,
      },
    );
    return { kind: 'spoken', content: saidIn(reply.message), call };
  } catch (error) {
    const { type } = agent.backends[order.backend] ?? { type: '' };
    const fault = timeout.aborted
      ? new Fault('backend.timeout', { backend: type })
      : toFault(error);
    return { kind: 'failed', fault, calls: [] };
  }
}

/** A turn's time; when the run's own time is up, a quarter of that, five seconds at the least. */
function presentationDeadline({ clock, longestTurn }: RunDeps, run: RunLog): Date {
  const { runSeconds, turnSeconds } = run.request.team.limits;
  const now = clock.now().getTime();
  const left = (deadlineOf(run).getTime() - now) / 1000;
  const seconds = Math.min(turnSeconds, Math.max(left, runSeconds / 4, 5));
  return new Date(now + Math.min(seconds * 1000, longestTurn));
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

async function record(
  deps: RunDeps,
  order: TurnOrder,
  { team }: RunLog['request'],
  spoken: Spoken,
  base: number,
) {
  const { run, round, agent, moves, spent } = order;
  const items = runItems(run);
  const body: PresentationRecord =
    spoken.kind === 'spoken'
      ? { winner: agent, content: spoken.content || null, moves, calls: [...spent, spoken.call] }
      : {
          winner: agent,
          content: null,
          moves,
          calls: spent,
          fault: { code: spoken.fault.code, message: spoken.fault.message },
        };
  const { backend, model } = body.calls.at(-1) ?? {};
  await commitStep(deps, order, {
    team,
    cause: { run, step: 'present', round, agent },
    author: backend && model ? { agent, backend, model } : { agent },
    operations: [put('presentation', items.presentation, 'event', body)],
    expects: [items.round, items.stop, items.result],
    base,
  });
}
