import type { Clock } from '../../core/shared/clock.ts';
import type { Ids } from '../../core/shared/ids.ts';
import { type FileContents, fileContents } from './file-contents.ts';
import { type HeldSession, hold, type Summarise } from './held-session.ts';
import { listSessions, noteSession, type SessionNote } from './session-index.ts';
import { takeLease } from './session-lease.ts';
import { filesOf, rowsOf } from './session-row.ts';
import { readSession, type SessionPlace, type Standing } from './standing.ts';
import { takeOver } from './take-over.ts';

export interface SessionsDeps extends SessionPlace {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The sessions of Claude Code that one tenant has. */
export interface Sessions {
  readonly read: (session: string) => Promise<Standing>;
  /**
   * Takes a session over from whoever had it; `isOver` looks at what is there, and says whether it
   * begins afresh. Throws `context.busy`.
   */
  readonly take: (
    session: string,
    isOver?: (standing: Standing) => boolean,
    summarise?: Summarise,
  ) => Promise<HeldSession>;
  /** Waits until nobody is at work on a session; undefined: somebody is, and goes on. */
  readonly wait: (session: string) => ReturnType<typeof takeLease>;
  /** The contents of its workspace's files. */
  readonly contents: (session: string) => FileContents;
  readonly list: () => Promise<readonly SessionNote[]>;
  /** Forgets a session, with the files of its workspace. Forks of it lose what they had from it. */
  readonly remove: (session: string) => Promise<void>;
}

export function createSessions({ clock, ids, ...place }: SessionsDeps): Sessions {
  const now = () => clock.now().getTime();
  return {
    read: (session) => readSession(place, session),
    async take(session, isOver, summarise) {
      const taker = { ...place, writer: ids.next('writer'), now };
      const taken = await takeOver(taker, session, isOver);
      if (taken.standing.threads.size === 0) await noteSession(place, session);
      return hold(taker, taken, summarise);
    },
    wait: (session) => takeLease({ ...place, clock }, session, ids.next('writer')),
    contents: (session) => fileContents(place, session),
    list: () => listSessions(place),
    async remove(session) {
      const { table, tenant } = place;
      for (const partition of [rowsOf(tenant, session), filesOf(tenant, session)])
        for await (const row of table.list(partition)) await table.remove(row, row);
    },
  };
}
