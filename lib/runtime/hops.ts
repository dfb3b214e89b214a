import type { Backend } from '../core/agent/backend.ts';
import type { Table } from '../core/shared/table.ts';

/** Calls that leave the process, and the milliseconds that were waited for them. */
export interface Hops {
  readonly table: Hop;
  readonly model: Hop;
}

export interface Hop {
  readonly calls: number;
  readonly ms: number;
}

/** Counts and times the hops of one piece of work after another. */
export interface HopMeter {
  readonly table: (table: Table) => Table;
  readonly backend: (backend: Backend) => Backend;
  /** What was counted since the last time. */
  readonly take: () => Hops;
}

const none: Hops = { table: { calls: 0, ms: 0 }, model: { calls: 0, ms: 0 } };

export function createHopMeter(now: () => number = () => performance.now()): HopMeter {
  let hops = none;
  const begin = (kind: keyof Hops) => {
    const from = now();
    return () => {
      const { calls, ms } = hops[kind];
      hops = { ...hops, [kind]: { calls: calls + 1, ms: ms + now() - from } };
    };
  };
  const timed = async <T>(kind: keyof Hops, work: () => Promise<T>): Promise<T> => {
    const end = begin(kind);
    try {
      return await work();
    } finally {
      end();
    }
  };
  return {
    table: (table) => ({
      get: (key) => timed('table', () => table.get(key)),
      put: (row, when) => timed('table', () => table.put(row, when)),
      append: (rows) => timed('table', () => table.append(rows)),
      remove: (key, when) => timed('table', () => table.remove(key, when)),
      async *list(partition, range) {
        const end = begin('table');
        try {
          yield* table.list(partition, range);
        } finally {
          end();
        }
      },
    }),
    backend: (backend) => ({
      ...backend,
      async *call(call) {
        const end = begin('model');
        try {
          return yield* backend.call(call);
        } finally {
          end();
        }
      },
    }),
    take: () => {
      const taken = hops;
      hops = none;
      return taken;
    },
  };
}
