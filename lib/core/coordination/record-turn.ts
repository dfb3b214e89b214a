import { MAX_ATTEMPTS, type TurnOutcome } from '../agent/make-decision.ts';
import { holdsReading, readsIn } from '../agent/reading-tool.ts';
import type { Operation } from '../context/operation.ts';
import type { Message } from '../message/message.ts';
import { Fault } from '../shared/faults.ts';
import { commitStep, put } from './commit-step.ts';
import type { TurnOrder } from './orders.ts';
import type { TurnRecord, VoteBody } from './records.ts';
import type { RunDeps } from './run-deps.ts';
import { runItems } from './run-items.ts';
import type { RunLog } from './run-log.ts';
import type { Team } from './team.ts';

/** Commits how a turn ended. A turn that outlived its round changes nothing. */
export const recordTurn = (
  deps: RunDeps,
  order: TurnOrder,
  run: RunLog,
  outcome: TurnOutcome,
  deedOf: DeedOf,
  base: number,
) => {
  const said = outcome.kind === 'decided' ? numbered(order, run, outcome, deedOf) : [];
  const deeds = said.flatMap(({ number, deed }) => (deed ? [[number, deed] as const] : []));
  return commitTurn(
    deps,
    order,
    run.request.team,
    {
      ...toRecord(order, outcome),
      ...(deeds.length > 0 && { deeds: Object.fromEntries(deeds) }),
    },
    outcome.kind === 'decided' ? decisionItems(order, run, outcome, said) : [],
    base,
  );
};

/** The item that holds a message of the turn already, if one does. */
type DeedOf = (message: Message) => string | undefined;

/** The messages that a turn adds, each with its number in its agent's conversation. */
const numbered = ({ agent }: TurnOrder, run: RunLog, turn: DecidedTurn, deedOf: DeedOf) =>
  turn.messages.map((message, at) => ({
    message,
    number: (run.transcripts.get(agent)?.length ?? 0) + at + 1,
    deed: deedOf(message),
  }));

/** One commit for all that a turn leaves behind; the first to land for its cause stands. */
export function commitTurn(
  deps: RunDeps,
  order: TurnOrder,
  team: Team,
  record: TurnRecord,
  more: readonly Operation[],
  base: number,
) {
  const { run, round, agent } = order;
  const items = runItems(run);
  const { backend, model } = record.calls.at(-1) ?? {};
  return commitStep(deps, order, {
    team,
    cause: { run, step: 'turn', round, agent },
    author: backend && model ? { agent, backend, model } : { agent },
    operations: [put('turn', items.turnOf(agent), 'event', record), ...more],
    expects: [items.round, items.stop, items.result],
    base,
  });
}

function toRecord(order: TurnOrder, outcome: TurnOutcome): TurnRecord {
  const { round, agent, moves } = order;
  const calls = [...order.spent, ...outcome.calls];
  if (outcome.kind === 'decided') {
    const done = outcome.decided.kind === 'answer' ? 'answered' : 'voted';
    const { judged: shown, viewed } = outcome;
    const isShown = viewed.version > 0;
    return { round, outcome: done, shown, ...(isShown && { viewed }), moves, calls };
  }
  const fault =
    outcome.kind === 'failed'
      ? outcome.fault
      : new Fault('turn.noDecision', { agent, attempts: MAX_ATTEMPTS, detail: outcome.problem });
  const { code, message } = fault;
  return { round, outcome: 'failed', fault: { code, message }, shown: {}, moves, calls };
}

type DecidedTurn = Extract<TurnOutcome, { kind: 'decided' }>;

function decisionItems(
  { run: id, agent }: TurnOrder,
  run: RunLog,
  turn: DecidedTurn,
  said: ReturnType<typeof numbered>,
): Operation[] {
  const items = runItems(id);
  const reads = new Set(turn.messages.flatMap(readsIn));
  const isShared = (message: Message) =>
    run.request.team.sharing === 'transcript' && !holdsReading(message, reads);
  const messages = said
    .filter(({ deed }) => deed === undefined)
    .map(({ message, number }) => {
      const visibility = isShared(message) ? 'shared' : 'private';
      return put('message', items.messageOf(agent, number), 'message', message, visibility);
    });
  return [decisionItem(items, agent, turn), ...messages];
}

function decisionItem(
  items: ReturnType<typeof runItems>,
  agent: string,
  { decided, judged }: DecidedTurn,
): Operation {
  if (decided.kind === 'answer')
    return put('answer', items.answerOf(agent), 'answer', { agent, content: decided.content });
  const vote: VoteBody = { agent, for: decided.for, reason: decided.reason, judged };
  return put('vote', items.voteOf(agent), 'vote', vote);
}
