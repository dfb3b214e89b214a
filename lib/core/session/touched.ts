import type { Clock } from '../shared/clock.ts';
import type { Table } from '../shared/table.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Days after which it is of no use to anybody that a session was touched. */
const KEPT_DAYS = 3;

/** Which sessions somebody has touched, a row for each of them and each day (UTC). */
export interface Touched {
  /** Comes before what it tells of, so that nothing that was written down is overlooked. */
  readonly mark: (session: string) => Promise<void>;
  /** Those that were touched since, and perhaps a little earlier on the same day; each once. */
  readonly since: (time: Date) => AsyncIterable<string>;
}

export interface TouchedDeps {
  readonly table: Table;
  readonly clock: Pick<Clock, 'now'>;
  readonly tenant: string;
}

export function createTouched({ table, clock, tenant }: TouchedDeps): Touched {
  const partitionOf = (day: string) => `${tenant}/touched/${day}`;
  let marked = { day: '', sessions: new Set<string>() };
  return {
    mark: async (session) => {
      const now = clock.now();
      const day = dayOf(now);
      if (marked.day !== day) marked = { day, sessions: new Set() };
      if (marked.sessions.has(session)) return;
      const expires = new Date(now.getTime() + KEPT_DAYS * DAY_MS);
      const row = { partition: partitionOf(day), sort: session, version: 1, body: null, expires };
      await table.put(row, 'absent');
      marked.sessions.add(session);
    },
    async *since(time) {
      const seen = new Set<string>();
      for (const day of daysBetween(time, clock.now()))
        for await (const { sort: session } of table.list(partitionOf(day))) {
          if (!seen.has(session)) yield session;
          seen.add(session);
        }
    },
  };
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

function daysBetween(from: Date, to: Date): readonly string[] {
  const first = Date.parse(dayOf(from));
  const days = Math.floor((to.getTime() - first) / DAY_MS) + 1;
  return Array.from({ length: days }, (_, day) => dayOf(new Date(first + day * DAY_MS)));
}
