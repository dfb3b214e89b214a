import type { CallRecord } from '../agent/call-record.ts';
import type { TurnOrder, TurnReport } from './orders.ts';
import type { RunDeps } from './run-deps.ts';

/** The time of one process for what may outlive it. */
export interface OwnTime {
  /** When this process has to be done. */
  readonly deadline: Date;
  /** Aborts then. */
  readonly timeout: AbortSignal;
  /** Whether no other process has time for it either. */
  readonly isOver: () => boolean;
}

/** The time up to `end`, in milliseconds since 1970, as far as this process has it. */
export function timeUntil(
  { clock, longestTurn }: Pick<RunDeps, 'clock' | 'longestTurn'>,
  end: number,
): OwnTime {
  const now = clock.now().getTime();
  const own = Math.min(now + longestTurn, end);
  return {
    deadline: new Date(own),
    timeout: clock.timeout(Math.max(1, own - now)),
    isOver: () => clock.now().getTime() >= end,
  };
}

/** This process had no more time for it; another one may have. */
export interface Cut {
  readonly kind: 'cut';
  /** ISO 8601, UTC. */
  readonly began: string;
  readonly calls: readonly CallRecord[];
}

/** Its backend goes on with it where it was cut off; its time runs on. */
export const goOn = (order: TurnOrder, { began, calls }: Cut): TurnReport => ({
  ...order,
  kind: 'continue',
  began,
  spent: [...order.spent, ...calls],
});
