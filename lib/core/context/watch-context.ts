import { Fault } from '../shared/faults.ts';
import type { Address } from './address.ts';
import type { Commit } from './commit.ts';
import type { ContextLog } from './context-log.ts';

/** Calls back when something may have been committed anywhere; returns what ends it. */
export type OnChange = (listener: () => void) => () => void;

export interface WatchOptions {
  /** Only what comes behind this version. */
  readonly from: number;
  /** Ends behind this one; without it the watch goes on until it is aborted. */
  readonly until?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Everything behind a version, then what comes, in order, without gaps or repeats: a change only
 * wakes it, and what it tells is read from the log. Throws `context.unknownVersion` for a beginning that lies ahead.
 */
export async function* watchContext(
  log: ContextLog,
  address: Address,
  onChange: OnChange,
  { from, until = Number.POSITIVE_INFINITY, signal }: WatchOptions,
): AsyncGenerator<Commit> {
  const { version: head } = await log.head(address);
  if (from > head)
    throw new Fault('context.unknownVersion', { context: address.context, version: from, head });
  if (until <= from) return;
  const alarm = createAlarm(onChange, signal);
  try {
    for await (const commit of landing(log, address, from, alarm)) {
      if (signal?.aborted) return;
      yield commit;
      if (commit.version >= until) return;
    }
  } finally {
    alarm.end();
  }
}

async function* landing(log: ContextLog, address: Address, from: number, alarm: Alarm) {
  for (let version = from; ; ) {
    const landed = await log.after(address, version);
    yield* landed;
    version = landed.at(-1)?.version ?? version;
    if (landed.length === 0 && !(await alarm.next())) return;
  }
}

interface Alarm {
  /** False: the watch was aborted. */
  readonly next: () => Promise<boolean>;
  readonly end: () => void;
}

/** Remembers that it rang until somebody waits for it. */
function createAlarm(onChange: OnChange, signal: AbortSignal | undefined): Alarm {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const ring = () => {
    hasRung = true;
    wake?.();
  };
  const end = onChange(ring);
  signal?.addEventListener('abort', ring);
  return {
    next: async () => {
      if (!hasRung && !signal?.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      hasRung = false;
      return !signal?.aborted;
    },
    end: () => {
      end();
      signal?.removeEventListener('abort', ring);
    },
  };
}
