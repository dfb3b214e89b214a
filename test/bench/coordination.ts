import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMassGen } from '../../lib/local/massgen.ts';
import { beside, type Figure, times } from './measure.ts';
import { rawPuts } from './raw-puts.ts';

/** Rows that a run of three agents writes: twelve commits, and the registers of session, run and lease. */
const ROWS_OF_A_RUN = 19;

/** A whole run of three scripted agents, seven calls that take no time, durable on SQLite. */
export async function coordination(): Promise<readonly Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'massgen-bench-'));
  const massgen = await createMassGen({ data, lookup: () => undefined });
  try {
    const taken = await times(60, 10, async () => {
      const { calls, status } = await massgen.ask('Why?', { preset: 'rehearsal' });
      if (calls !== 7 || status !== 'completed') throw new Error(`${status} in ${calls} calls`);
    });
    const raw = await rawPuts(data, 60, ROWS_OF_A_RUN, 2_000);
    return [beside('coordination.overhead', taken, `${ROWS_OF_A_RUN} raw puts of 2 kB`, raw)];
  } finally {
    massgen.close();
    rmSync(data, { recursive: true });
  }
}
