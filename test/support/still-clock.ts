import type { Clock } from '../../lib/core/shared/clock.ts';

export interface StillClock extends Clock {
  /** Lets time pass, and wakes whoever has waited long enough by then. */
  readonly pass: (milliseconds: number) => void;
  /** Resolves as soon as somebody pauses. */
  readonly untilPaused: () => Promise<void>;
}

interface Alarm {
  readonly due: number;
  readonly ring: () => void;
}

/** Time stands still until the test lets it pass. */
export function stillClock(start = '2026-01-01T00:00:00.000Z'): StillClock {
  let now = Date.parse(start);
  const alarms = new Set<Alarm>();
  const pausing = new Set<Alarm>();
  const watchers = new Set<() => void>();

  const set = (milliseconds: number, ring: () => void): Alarm => {
    const alarm = { due: now + milliseconds, ring };
    alarms.add(alarm);
    return alarm;
  };

  const pause: Clock['pause'] = (milliseconds, signal) => {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const alarm = set(milliseconds, () => {
        pausing.delete(alarm);
        resolve();
      });
      signal?.addEventListener('abort', () => {
        pausing.delete(alarm);
        alarms.delete(alarm);
        reject(signal.reason);
      });
      pausing.add(alarm);
      for (const watcher of watchers) watcher();
      watchers.clear();
    });
  };

  return {
    now: () => new Date(now),
    pause: async (milliseconds, signal) => pause(milliseconds, signal),
    timeout: (milliseconds) => {
      const controller = new AbortController();
      set(milliseconds, () => controller.abort(new DOMException('Too late.', 'TimeoutError')));
      return controller.signal;
    },
    pass: (milliseconds) => {
      now += milliseconds;
      const due = [...alarms].filter((alarm) => alarm.due <= now);
      for (const alarm of due.sort((a, b) => a.due - b.due)) {
        alarms.delete(alarm);
        alarm.ring();
      }
    },
    untilPaused: async () => {
      if (pausing.size === 0) await new Promise<void>((resolve) => watchers.add(resolve));
    },
  };
}

/** A still clock on which a pause is over at once, and the time has passed all the same. */
export function hastyClock(start?: string): StillClock {
  const clock = stillClock(start);
  return {
    ...clock,
    pause: async (milliseconds, signal) => {
      const paused = clock.pause(milliseconds, signal);
      clock.pass(milliseconds);
      return paused;
    },
  };
}
