import { hostname } from 'node:os';
import * as z from 'zod';
import type { Clock } from '../core/shared/clock.ts';
import type { Table } from '../core/shared/table.ts';

/** How often a process says that it is still at work on a run, and after how long it is given up. */
const BEAT_MS = 5_000;
const PATIENCE_MS = 20_000;

const Lease = z.object({ host: z.string(), pid: z.int(), beat: z.number() });
type Lease = z.infer<typeof Lease>;

/**
 * Who is at work on which run. It only decides who waits: the log alone keeps two processes that
 * work on one run from harming each other.
 */
export interface Leases {
  /** Takes a run over; false: another process is at work on it. */
  readonly take: (run: string) => Promise<boolean>;
  readonly isHeld: (run: string) => Promise<boolean>;
  /** Keeps the lease while the work goes on. */
  readonly during: <T>(run: string, work: () => Promise<T>) => Promise<T>;
}

export function createLeases(table: Table, clock: Clock, tenant: string): Leases {
  const keyOf = (run: string) => ({ partition: `${tenant}/executions`, sort: run });
  const mine = (): Lease => ({ host: hostname(), pid: process.pid, beat: clock.now().getTime() });

  const take: Leases['take'] = async (run) => {
    const standing = await table.get(keyOf(run));
    if (standing && isAlive(standing.body, clock.now())) return false;
    const version = standing?.version ?? 0;
    const outcome = await table.put(
      { ...keyOf(run), version: version + 1, body: mine() },
      standing ? { version } : 'absent',
    );
    return outcome.kind === 'put';
  };

  const beat = async (run: string) => {
    const standing = await table.get(keyOf(run));
    if (!standing || !isMine(standing.body)) return;
    const { version } = standing;
    await table.put({ ...keyOf(run), version: version + 1, body: mine() }, { version });
  };

  const release = async (run: string) => {
    const standing = await table.get(keyOf(run));
    if (standing && isMine(standing.body)) await table.remove(keyOf(run), standing);
  };

  return {
    take,
    isHeld: async (run) => {
      const standing = await table.get(keyOf(run));
      return standing !== undefined && isAlive(standing.body, clock.now());
    },
    during: async (run, work) => {
      const timer = setInterval(() => beat(run).catch(() => undefined), BEAT_MS).unref();
      try {
        return await work();
      } finally {
        clearInterval(timer);
        await release(run);
      }
    },
  };
}

function isMine(body: unknown): boolean {
  const lease = Lease.safeParse(body);
  return lease.success && lease.data.host === hostname() && lease.data.pid === process.pid;
}

function isAlive(body: unknown, now: Date): boolean {
  const lease = Lease.safeParse(body);
  if (!lease.success || now.getTime() - lease.data.beat > PATIENCE_MS) return false;
  return lease.data.host !== hostname() || isRunning(lease.data.pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
