import type { Agent } from '../agent/agent.ts';
import { overheadOf } from './overhead.ts';
import type { Because } from './records.ts';
import { callsOf, type RunLog } from './run-log.ts';
import type { AgentResult, RunResult, RunStatus } from './run-result.ts';
import { spendingOf, sumOf, toSpent } from './spending.ts';
import { roundsClosed, type Tally, tally } from './tally.ts';

/** How a run ended, from what the log says of it. */
export function toResult(run: RunLog, session: string, now: Date): RunResult {
  const { request, decisions } = run;
  const last = decisions.at(-1);
  const count = tally(run, roundsClosed(run));
  const winner = last?.kind === 'present' ? last.winner : (count.winner ?? null);
  const answer = run.presentation?.content ?? (winner && run.answers.get(winner)?.content) ?? null;
  const durationMs = Math.max(0, now.getTime() - run.requestedAt.getTime());
  return {
    sessionId: session,
    runId: request.run,
    turn: request.turn,
    status: statusOf(run, answer),
    winner: answer === null ? null : winner,
    tie: count.tie,
    votes: { ...count.votes },
    answer,
    agents: request.team.agents.map((agent) => toAgentResult(run, count, agent)),
    rounds: decisions.filter(({ kind }) => kind === 'round').length,
    calls: callsOf(run).length,
    usage: toSpent(spendingOf(run)),
    durationMs,
    overheadMs: overheadOf(callsOf(run), durationMs),
  };
}

const statusByReason = {
  votes: 'completed',
  failures: 'completed',
  rounds: 'rounds',
  timeout: 'timeout',
  budget: 'budget',
} as const satisfies Record<Because, RunStatus>;

function statusOf(run: RunLog, answer: string | null): RunStatus {
  if (run.stopped !== undefined) return 'interrupted';
  const last = run.decisions.at(-1);
  const because = last && last.kind !== 'round' ? last.because : undefined;
  if (!because) return answer === null ? 'failed' : 'interrupted';
  const status = statusByReason[because];
  return status === 'completed' && answer === null ? 'failed' : status;
}

function toAgentResult(run: RunLog, count: Tally, { id, backends }: Agent): AgentResult {
  const turns = run.turns.filter((turn) => turn.agent === id);
  const presented = run.presentation?.winner === id ? [run.presentation] : [];
  const acts = [...turns, ...presented];
  const calls = acts.flatMap((act) => act.calls);
  const [own] = backends;
  const last = calls.at(-1) ?? { backend: own?.type ?? '', model: own?.model ?? '' };
  const fault = turns.at(-1)?.fault;
  return {
    id,
    backend: own?.type ?? '',
    model: last.model,
    status: standingOf(run, count, id),
    answers: run.answersGiven.get(id) ?? 0,
    vote: count.counting.get(id) ?? null,
    answeredBy: last.backend,
    reason: reasonFor(run, count, id),
    ...(fault && { fault }),
    moves: acts.flatMap(({ moves }) => moves),
    losses: calls.at(-1)?.losses ?? {},
    usage: toSpent(sumOf(calls)),
  };
}

function reasonFor(run: RunLog, { dropped, counting }: Tally, id: string): string {
  if (!dropped.includes(id)) return counting.has(id) ? (run.votes.get(id)?.reason ?? '') : '';
  const last = run.turns.findLast(({ agent }) => agent === id)?.fault?.message;
  const { agentFailures } = run.request.team.limits;
  return `Dropped after ${agentFailures} failures in a row: ${last ?? 'its turns left no trace.'}`;
}

function standingOf(run: RunLog, count: Tally, id: string) {
  if (count.dropped.includes(id)) return 'dropped';
  if (count.counting.has(id)) return 'voted';
  return run.answers.has(id) ? 'answered' : 'idle';
}
