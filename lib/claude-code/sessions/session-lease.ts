import * as z from 'zod';
import type { Clock } from '../../core/shared/clock.ts';
import type { Key } from '../../core/shared/table.ts';
import { leasesOf } from './session-row.ts';
import type { SessionPlace } from './standing.ts';

/** A lease lives this long unless it is renewed, and so long does whoever finds it wait for it. */
const LIFE_MS = 15_000;
const BEAT_MS = 5_000;
const LOOK_MS = 500;
const PATIENCE_MS = 20_000;

const Lease = z.object({ writer: z.string(), until: z.number() });

export interface LeasePlace extends SessionPlace {
  readonly clock: Clock;
}

/**
 * Waits until nobody is at work on a session, and says that one is now, until it is let go. It only
 * decides who waits: the session's own rows keep two writers apart. Undefined: somebody is at work,
 * and goes on.
 */
export async function takeLease(
  { table, tenant, clock }: LeasePlace,
  session: string,
  writer: string,
): Promise<{ readonly letGo: () => Promise<void> } | undefined> {
  const key: Key = { partition: leasesOf(tenant), sort: session };
  const now = () => clock.now().getTime();
  const giveUp = now() + PATIENCE_MS;

  const write = async (isFree: (lease: z.infer<typeof Lease>) => boolean, until: number) => {
    const standing = await table.get(key);
    const lease = Lease.safeParse(standing?.body).data;
    if (lease && !isFree(lease)) return false;
    const version = standing?.version ?? 0;
    const row = { ...key, version: version + 1, body: { writer, until } };
    return (await table.put(row, standing ? { version } : 'absent')).kind === 'put';
  };
  const isOver = (lease: z.infer<typeof Lease>) => lease.until <= now() || isMine(lease);
  const isMine = (lease: z.infer<typeof Lease>) => lease.writer === writer;

  while (!(await write(isOver, now() + LIFE_MS))) {
    if (now() >= giveUp) return undefined;
    await clock.pause(LOOK_MS);
  }

  const over = new AbortController();
  const beat = async () => {
    while (!over.signal.aborted) {
      await clock.pause(BEAT_MS, over.signal);
      await write(isMine, now() + LIFE_MS).catch(() => undefined);
    }
  };
  beat().catch(() => undefined);
  return {
    letGo: async () => {
      over.abort();
      await write(isMine, 0);
    },
  };
}
