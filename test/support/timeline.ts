import type { Clock } from '../../lib/core/shared/clock.ts';

/** When its time starts. */
const START = Date.parse('2026-01-01T00:00:00.000Z');

/**
 * Time in which nothing happens but what somebody waits for, one thing after the other: so a test that
 * waits before all it does owns the order of everything.
 */
export interface Timeline extends Clock {
  /** Goes on, from one thing that is waited for to the next, until it is over or nothing is left. */
  readonly run: (isOver?: () => boolean) => Promise<void>;
}

interface Alarm {
  readonly due: number;
  readonly ring: () => void;
}

export function createTimeline(): Timeline {
  const alarms = new Set<Alarm>();
  let now = START;

  const set = (milliseconds: number, ring: () => void): Alarm => {
    const alarm = { due: now + Math.max(0, milliseconds), ring };
    alarms.add(alarm);
    return alarm;
  };

  return {
    now: () => new Date(now),
    pause: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const alarm = set(milliseconds, resolve);
        signal?.addEventListener('abort', () => {
          alarms.delete(alarm);
          reject(signal.reason);
        });
      });
    },
    timeout: (milliseconds) => {
      const controller = new AbortController();
      set(milliseconds, () => controller.abort(new DOMException('Too late.', 'TimeoutError')));
      return controller.signal;
    },
    run: async (isOver = () => false) => {
      for (let steps = 0; ; steps += 1) {
        await (steps % BREATH === 0 ? breath() : everythingElse());
        const next = firstOf(alarms);
        if (!next || isOver()) return;
        alarms.delete(next);
        now = Math.max(now, next.due);
        next.ring();
      }
    },
  };
}

/** Promises that wait for no alarm are settled before the next tick: Node drains them in between. */
const everythingElse = () => new Promise<void>((resolve) => process.nextTick(resolve));

/** Steps after which the event loop goes round: it sees rejections that nobody handles, but takes longer. */
const BREATH = 8;
const breath = () => new Promise((resolve) => setImmediate(resolve));

/** Of those that are due together, the one that was set first. */
function firstOf(alarms: ReadonlySet<Alarm>): Alarm | undefined {
  let first: Alarm | undefined;
  for (const alarm of alarms) if (!first || alarm.due < first.due) first = alarm;
  return first;
}
