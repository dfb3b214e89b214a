import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Table } from '../../lib/core/shared/table.ts';
import { scheduled } from '../core/context/_tables.ts';
import { memoryTable } from '../support/memory-log.ts';
import { putBy } from '../support/put-by.ts';
import { house, rowsOf } from './_house.ts';

const body = { question: 'Why?', preset: 'rehearsal' };
const key = { 'Idempotency-Key': 'mine' };

/** A service on which no machine starts, so that nothing but the request is written. */
const idle = (table: Table) => house({ table, starter: { start: async () => undefined } });

/** The requests of runs that were committed, wherever. */
async function requestsIn(table: Table) {
  const sessions = await rowsOf(table, 'tenant/sessions');
  const commits = await Promise.all(
    sessions.map(({ sort }) => rowsOf(table, `tenant/contexts/${sort}/main`)),
  );
  return commits.flat().map(({ body: commit }) => Reflect.get(commit as object, 'id'));
}

it('in whatever order the steps of two senders of a key fall, they start one run', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const table = memoryTable();
      const { ask } = idle(scheduled(table, scheduler));
      const both = Promise.all([1, 2].map(() => ask('POST', '/v1/runs', body, key)));
      const [first, second] = await scheduler.waitFor(both);
      expect(first).toMatchObject({ status: 202, body: { runId: expect.any(String) } });
      expect(second).toMatchObject({ status: 202, body: first?.body });
      expect(await requestsIn(table)).toEqual([`${first?.body['runId']}/request`]);
    }),
    { numRuns: 100 },
  );
});

/** A table whose user is killed at one of its writes: before it lands, or before it is told. */
function killedAt(table: Table, write: number, when: 'before' | 'after'): Table {
  let writes = 0;
  const killed = () => {
    throw new Error('killed');
  };
  return putBy(table, async (row, condition) => {
    writes += 1;
    if (writes > write || (writes === write && when === 'before')) killed();
    const outcome = await table.put(row, condition);
    return writes === write ? killed() : outcome;
  });
}

/** So many writes a start has. */
const WRITES = 7;

const deaths = Array.from({ length: WRITES }, (_, at) => at + 1).flatMap((write) => [
  { write, when: 'before' as const },
  { write, when: 'after' as const },
]);

it.each(deaths)(
  'whoever was killed $when write $write landed asks again and starts one run',
  async ({ write, when }) => {
    const table = memoryTable();
    const first = await idle(killedAt(table, write, when)).ask('POST', '/v1/runs', body, key);
    expect(first).toMatchObject({ status: 500, body: { code: 'internal.unexpected' } });
    const again = await idle(table).ask('POST', '/v1/runs', body, key);
    expect(again.status).toBe(202);
    expect(await requestsIn(table)).toEqual([`${again.body['runId']}/request`]);
    const [session] = await rowsOf(table, 'tenant/sessions');
    expect(session?.body).toMatchObject({ turns: 1, status: 'running', run: again.body['runId'] });
  },
);

it('that is all the writes that a start has', async () => {
  const { ask, table } = idle(memoryTable());
  await ask('POST', '/v1/runs', body, key);
  expect(table.counts().puts).toBe(WRITES);
});
