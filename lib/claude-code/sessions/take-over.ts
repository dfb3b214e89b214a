import { Fault } from '../../core/shared/faults.ts';
import { rowKey } from './session-row.ts';
import { readOn, readSession, type SessionPlace, type Standing } from './standing.ts';

/** Rows of others that may land between our reading and our writing. */
const MAX_RACES = 20;

export interface Taken {
  readonly session: string;
  /** All that is in it, our own row included. */
  readonly standing: Standing;
}

export interface Taker extends SessionPlace {
  /** A name that nobody else has. */
  readonly writer: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Takes a session over by writing an epoch into it: whoever had it before is refused when he writes
 * next. `decide` sees what is there, and says whether it begins afresh. Throws `context.busy`.
 */
export async function takeOver(
  place: Taker,
  session: string,
  decide: (standing: Standing) => boolean = () => false,
): Promise<Taken> {
  const { table, tenant, writer, now } = place;
  const standing = await readSession(place, session);
  for (let race = 0; race < MAX_RACES; race += 1) {
    const afresh = decide(standing);
    const row = { kind: 'epoch' as const, writer, at: now(), afresh };
    const key = rowKey(tenant, session, standing.next());
    const outcome = await table.put({ ...key, version: 1, body: row }, 'absent');
    if (outcome.kind === 'put') {
      standing.take(row);
      return { session, standing };
    }
    await readOn(place, session, standing);
  }
  throw new Fault('context.busy', {
    context: `Claude Code's session ${session}`,
    races: MAX_RACES,
  });
}
