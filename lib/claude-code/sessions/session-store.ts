import { type Entry, MAIN, type SessionKey } from './entry.ts';
import type { HeldSession, Summarise } from './held-session.ts';
import { withRealResults } from './real-results.ts';
import type { Sessions } from './sessions.ts';

interface Summary {
  readonly sessionId: string;
  /** When it last changed, in milliseconds since 1970. */
  readonly mtime: number;
  /** What the SDK has made of it. */
  readonly data: object;
}

/**
 * The `SessionStore` of the Agent SDK, one tenant's: which folder a session ran in does not matter,
 * so any folder resumes it. https://github.com/anthropics/claude-agent-sdk-typescript
 *
 * Contract, proved by `test/conformance/session-store.ts`:
 * - What is loaded is equal to what was appended, in that order; an entry with a `uuid` stands once.
 * - Threads, sessions and tenants do not mix; null for what was never written.
 * - Of two writers the later one has the session; the other's entries stand in a fork.
 */
export interface SessionStore {
  readonly append: (key: SessionKey, entries: readonly Entry[]) => Promise<void>;
  readonly load: (key: SessionKey) => Promise<Entry[] | null>;
  readonly listSubkeys: (key: SessionKey) => Promise<string[]>;
  readonly listSessions: (projectKey: string) => Promise<{ sessionId: string; mtime: number }[]>;
  readonly listSessionSummaries: (projectKey: string) => Promise<Summary[]>;
  readonly delete: (key: SessionKey) => Promise<void>;
}

/** A store that takes a session over with the first thing that it appends to it. */
export function createSessionStore(sessions: Sessions, summarise?: Summarise): SessionStore {
  const held = new Map<string, Promise<HeldSession>>();
  const holdOf = (session: string) => {
    const taking = held.get(session) ?? sessions.take(session, undefined, summarise);
    held.set(session, taking);
    taking.catch(() => held.delete(session));
    return taking;
  };
  const standingOf = async (session: string) =>
    (await held.get(session))?.standing ?? sessions.read(session);
  return {
    append: async ({ sessionId, subpath = MAIN }, entries) =>
      (await holdOf(sessionId)).append(subpath, entries),
    load: async ({ sessionId, subpath = MAIN }) =>
      loaded((await standingOf(sessionId)).threads.get(subpath)?.entries),
    listSubkeys: async ({ sessionId }) =>
      [...(await standingOf(sessionId)).threads.keys()].filter((thread) => thread !== MAIN),
    listSessions: async () => {
      const notes = await sessions.list();
      return notes.map(({ session, at }) => ({ sessionId: session, mtime: at }));
    },
    listSessionSummaries: async () => {
      const notes = await sessions.list();
      return notes.flatMap(({ session, at, summary }) =>
        summary ? [{ sessionId: session, mtime: at, data: summary }] : [],
      );
    },
    delete: async ({ sessionId }) => {
      held.delete(sessionId);
      await sessions.remove(sessionId);
    },
  };
}

const loaded = (entries: readonly Entry[] | undefined) =>
  entries && entries.length > 0 ? [...entries] : null;

/** A store for one process that works on one session, which is held already. */
export const storeOf = ({ standing, append }: HeldSession) => ({
  append: ({ subpath = MAIN }: SessionKey, entries: readonly Entry[]) => append(subpath, entries),
  load: async ({ subpath = MAIN }: SessionKey) =>
    loaded(withRealResults(standing.threads.get(subpath)?.entries ?? [])),
  listSubkeys: async () => [...standing.threads.keys()].filter((thread) => thread !== MAIN),
});
