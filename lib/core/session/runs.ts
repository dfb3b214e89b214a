import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/faults.ts';
import type { Row, Table } from '../shared/table.ts';

/** A run that is not known to be over. Its request may not have been committed. */
export interface OpenRun {
  readonly run: string;
  readonly session: string;
  readonly since: Date;
}

/** Which session each run belongs to, and which runs are still to be seen to their end. */
export interface Runs {
  /** Comes before the request's commit, so that no run is ever forgotten; again, when it is resumed. */
  readonly register: (run: string, session: string) => Promise<void>;
  /** Says again whose run it was that is not open. Throws `session.differs` for another's. */
  readonly assign: (run: string, session: string) => Promise<void>;
  /** Throws `run.unknown`. */
  readonly sessionOf: (run: string) => Promise<string>;
  readonly open: () => AsyncIterable<OpenRun>;
  /** Comes behind the result's commit. */
  readonly close: (run: string) => Promise<void>;
}

export interface RunsDeps {
  readonly table: Table;
  readonly clock: Pick<Clock, 'now'>;
  readonly tenant: string;
}

export function createRuns({ table, clock, tenant }: RunsDeps): Runs {
  const keyOf = (run: string) => ({ partition: `${tenant}/runs`, sort: run });
  const openKeyOf = (run: string) => ({ partition: `${tenant}/open-runs`, sort: run });
  return {
    register: async (run, session) => {
      const body = { session, since: clock.now().toISOString() };
      await table.put({ ...openKeyOf(run), version: 1, body }, 'absent');
      await table.put({ ...keyOf(run), version: 1, body: session }, 'absent');
    },
    assign: async (run, session) => {
      const outcome = await table.put({ ...keyOf(run), version: 1, body: session }, 'absent');
      if (outcome.kind === 'refused' && outcome.standing?.body !== session)
        throw new Fault('session.differs', { session, place: `run ${run}` });
    },
    sessionOf: async (run) => {
      const row = await table.get(keyOf(run));
      if (typeof row?.body === 'string') return row.body;
      throw new Fault('run.unknown', { run });
    },
    async *open() {
      for await (const row of table.list(`${tenant}/open-runs`)) yield toOpenRun(row);
    },
    close: async (run) => {
      await table.remove(openKeyOf(run), { version: 1 });
    },
  };
}

function toOpenRun({ sort, body }: Row): OpenRun {
  const { session, since } = body as { readonly session: string; readonly since: string };
  return { run: sort, session, since: new Date(since) };
}
