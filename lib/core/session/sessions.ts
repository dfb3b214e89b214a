import { everySecret, type OpenRedactor, refuseSecrets } from '../context/redactor.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/faults.ts';
import { canonicalJson } from '../shared/json.ts';
import type { Row, Table } from '../shared/table.ts';
import { Session } from './session.ts';
import { createTouched } from './touched.ts';

/** The register of sessions, a row each. A session and its context are one and have one id. */
export interface Sessions {
  /**
   * Makes the session's row unless it is there; true: it was made. Secrets in the title are masked.
   * Throws `context.invalid` for an id that holds one.
   */
  readonly ensure: (id: string, title: string) => Promise<boolean>;
  /** Writes a session's row down as it was; false: another stands there. */
  readonly restore: (session: Session) => Promise<boolean>;
  readonly find: (id: string) => Promise<Session | undefined>;
  /** Throws `session.unknown`. */
  readonly get: (id: string) => Promise<Session>;
  /** What changes nothing is not written. Throws `session.unknown`. */
  readonly update: (id: string, change: (session: Session) => Partial<Session>) => Promise<void>;
  /** All of them, the last touched first. Whoever wants those of a day asks `Touched`. */
  readonly list: () => Promise<readonly Session[]>;
}

export interface SessionsDeps {
  readonly table: Table;
  readonly clock: Clock;
  readonly tenant: string;
  readonly redactor: OpenRedactor;
}

export function createSessions({ table, clock, tenant, redactor }: SessionsDeps): Sessions {
  const touched = createTouched({ table, clock, tenant });
  const keyOf = (id: string) => ({ partition: `${tenant}/sessions`, sort: id });

  const read = async (id: string) => {
    const row = await table.get(keyOf(id));
    return row && { row, session: toSession(row) };
  };

  const ensure: Sessions['ensure'] = async (id, title) => {
    const { redact } = await redactor();
    refuseSecrets(redact(id, everySecret));
    const { body: shown } = redact(title, everySecret);
    const now = clock.now().toISOString();
    const body: Session = {
      id,
      title: String(shown),
      turns: 0,
      status: 'empty',
      agents: [],
      backends: [],
      createdAt: now,
      updatedAt: now,
      run: null,
      anchor: null,
    };
    await touched.mark(id);
    const outcome = await table.put({ ...keyOf(id), version: 1, body }, 'absent');
    return outcome.kind === 'put';
  };

  const tryToUpdate = async (id: string, change: (session: Session) => Partial<Session>) => {
    const found = await read(id);
    if (!found) throw new Fault('session.unknown', { session: id });
    const { row, session } = found;
    const changed: Session = { ...session, ...change(session) };
    if (isSame(changed, session)) return true;
    const body: Session = { ...changed, updatedAt: clock.now().toISOString() };
    const next = { ...row, version: row.version + 1, body };
    const outcome = await table.put(next, { version: row.version });
    return outcome.kind === 'put';
  };

  const update: Sessions['update'] = async (id, change) => {
    await touched.mark(id);
    while (!(await tryToUpdate(id, change)));
  };

  return {
    ensure,
    update,
    restore: async (session) => {
      await touched.mark(session.id);
      const row = { ...keyOf(session.id), version: 1, body: session };
      const outcome = await table.put(row, 'absent');
      return outcome.kind === 'put' || isSame(outcome.standing?.body, session);
    },
    find: async (id) => (await read(id))?.session,
    get: async (id) => {
      const found = await read(id);
      if (!found) throw new Fault('session.unknown', { session: id });
      return found.session;
    },
    list: async () => {
      const sessions: Session[] = [];
      for await (const row of table.list(`${tenant}/sessions`)) sessions.push(toSession(row));
      return sessions.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
    },
  };
}

const isSame = (one: unknown, other: Session): boolean =>
  canonicalJson(one) === canonicalJson(other);

function toSession(row: Row): Session {
  const parsed = Session.safeParse(row.body);
  if (parsed.success) return parsed.data;
  throw new Fault('store.broken', {
    place: `session ${row.sort}`,
    detail: 'its row is not one that this version of massgen knows',
  });
}
