import { Fault } from '../shared/faults.ts';
import type { Table } from '../shared/table.ts';

/** Which session each run belongs to. */
export interface Runs {
  readonly register: (run: string, session: string) => Promise<void>;
  /** Throws `run.unknown`. */
  readonly sessionOf: (run: string) => Promise<string>;
}

export function createRuns(table: Table, tenant: string): Runs {
  const keyOf = (run: string) => ({ partition: `${tenant}/runs`, sort: run });
  return {
    register: async (run, session) => {
      await table.put({ ...keyOf(run), version: 1, body: session }, 'absent');
    },
    sessionOf: async (run) => {
      const row = await table.get(keyOf(run));
      if (typeof row?.body === 'string') return row.body;
      throw new Fault('run.unknown', { run });
    },
  };
}
