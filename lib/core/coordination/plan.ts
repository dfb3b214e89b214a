import type { Because, Decision } from './records.ts';
import type { RunLog } from './run-log.ts';
import { type Spending, spendingOf } from './spending.ts';
import { tally } from './tally.ts';

/** What is next in a run: a decision that stands and is still to be carried out, or a new one. */
export type Plan =
  | { readonly kind: 'follow'; readonly decision: Decision }
  | { readonly kind: 'decide'; readonly decision: Decision }
  | { readonly kind: 'over' };

/**
 * Decides what a run does next, from what the log says and the time, and nothing else, so a run
 * goes on anywhere. `closed` is the last round that the asker saw through to its end; an agent that
 * left no trace in it has failed.
 */
export function plan(run: RunLog, closed: number, now: Date): Plan {
  if (run.result || run.stopped !== undefined) return { kind: 'over' };
  const last = run.decisions.at(-1);
  if (last && isOpen(run, last, closed)) return { kind: 'follow', decision: last };
  return { kind: 'decide', decision: decide(run, last?.round ?? 0, now) };
}

/** A round is open while someone in it has left no trace; what ends a run stays. */
const isOpen = (run: RunLog, last: Decision, closed: number) =>
  last.kind !== 'round' ||
  (last.round > closed && last.agents.some((agent) => !hasActed(run, agent, last.round)));

const hasActed = (run: RunLog, agent: string, round: number) =>
  run.turns.some((turn) => turn.agent === agent && turn.round === round);

function decide(run: RunLog, done: number, now: Date): Decision {
  const { team } = run.request;
  const { live, counting, winner } = tally(run, done);
  const round = done + 1;
  const voting = live.filter((agent) => !counting.has(agent));
  const because = reasonToEnd(run, live, voting, now);
  if (because)
    return winner === undefined
      ? { kind: 'fail', round, because }
      : { kind: 'present', round, winner, because };
  const answered = run.answers.size > 0;
  const last = roundsHeld(run) + 1 === team.limits.rounds;
  const votesOnly = answered && (last || team.sharing === 'none');
  return { kind: 'round', round, agents: voting, votesOnly };
}

function reasonToEnd(
  run: RunLog,
  live: readonly string[],
  voting: readonly string[],
  now: Date,
): Because | undefined {
  if (live.length === 0) return 'failures';
  if (voting.length === 0) return 'votes';
  return boundReached(run, now);
}

/** The limit that keeps a run from going on, if there is one. */
export function boundReached(run: RunLog, now: Date): Because | undefined {
  const { limits } = run.request.team;
  if (now.getTime() >= deadlineOf(run).getTime()) return 'timeout';
  if (isOverBudget(run, spendingOf(run))) return 'budget';
  return roundsHeld(run) >= limits.rounds ? 'rounds' : undefined;
}

export const deadlineOf = (run: RunLog): Date =>
  new Date(run.startedAt.getTime() + run.request.team.limits.runSeconds * 1000);

export function isOverBudget(run: RunLog, spending: Spending): boolean {
  const { usd, tokens } = run.request.team.limits;
  return (
    (usd !== undefined && spending.knownUsd >= usd) ||
    (tokens !== undefined && spending.inputTokens + spending.outputTokens >= tokens)
  );
}

const roundsHeld = (run: RunLog) => run.decisions.filter(({ kind }) => kind === 'round').length;
