import { indexOf, rowsOf, SessionRow } from './session-row.ts';
import type { SessionPlace, Standing } from './standing.ts';

/** What a list of sessions says of one. */
export interface SessionNote {
  readonly session: string;
  /** When it last changed, in milliseconds since 1970. */
  readonly at: number;
  readonly summary: ReturnType<Standing['summary']>;
}

/** Enters a session into the list. */
export async function noteSession({ table, tenant }: SessionPlace, session: string) {
  await table.put({ partition: indexOf(tenant), sort: session, version: 1, body: {} }, 'absent');
}

/** The sessions that hold something; what is said of one stands in its last row of entries. */
export async function listSessions(place: SessionPlace): Promise<readonly SessionNote[]> {
  const notes: SessionNote[] = [];
  for await (const { sort: session } of place.table.list(indexOf(place.tenant))) {
    const note = await lastNote(place, session);
    if (note) notes.push({ session, ...note });
  }
  return notes;
}

async function lastNote({ table, tenant }: SessionPlace, session: string) {
  for await (const { body } of table.list(rowsOf(tenant, session), { backwards: true })) {
    const row = SessionRow.parse(body);
    if (row.kind === 'entries') return { at: row.at, summary: row.summary };
    if (row.kind === 'epoch' && row.afresh) return undefined;
  }
  return undefined;
}
