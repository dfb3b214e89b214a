import type { TurnOrder } from './orders.ts';
import type { Decision } from './records.ts';
import type { RunLog } from './run-log.ts';

type Round = Extract<Decision, { kind: 'round' }>;

/** The round that an order is for, if it is the current one and the agent has not acted in it. */
export function openRound(
  run: RunLog,
  { round, agent }: Pick<TurnOrder, 'round' | 'agent'>,
): Round | undefined {
  const last = run.decisions.at(-1);
  const hasActed = run.turns.some((turn) => turn.round === round && turn.agent === agent);
  const isOver = run.stopped !== undefined || run.result !== undefined;
  if (last?.kind !== 'round' || last.round !== round || hasActed || isOver) return undefined;
  return last;
}
