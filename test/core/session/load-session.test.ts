import { expect, it } from 'vitest';
import { exportSession } from '../../../lib/core/session/files/export-session.ts';
import { type LoadDeps, loadSession } from '../../../lib/core/session/files/load-session.ts';
import { createRuns } from '../../../lib/core/session/runs.ts';
import { createSessions } from '../../../lib/core/session/sessions.ts';
import type { Table } from '../../../lib/core/shared/table.ts';
import { memoryLog, memoryTable, redactor } from '../../support/memory-log.ts';
import { putBy } from '../../support/put-by.ts';
import { stillClock } from '../../support/still-clock.ts';

const tenant = 'tenant';
const context = 'life';

function partsOn(table: Table): LoadDeps {
  const { log } = memoryLog({ table });
  const shared = { table, clock: stillClock(), tenant, redactor };
  return { ...shared, log, sessions: createSessions(shared), runs: createRuns(shared) };
}

async function livedIn() {
  const deps = partsOn(memoryTable());
  const address = { tenant, context, branch: 'main' };
  await deps.sessions.ensure(context, 'A life');
  const put = (item: string) =>
    deps.log.commit(address, {
      author: { agent: 'ada' },
      operations: [{ op: 'put', item, kind: 'note', body: item }],
    });
  await put('a');
  await deps.log.branches.fork(address, await deps.log.head(address), 'idea');
  await put('b');
  return exportSession(deps, context);
}

/** A table whose power fails at one of its writes. */
function failingAt(table: Table, last: number): Table {
  let writes = 0;
  return putBy(table, (row, when) => {
    writes += 1;
    return writes === last ? Promise.reject(new Error('power')) : table.put(row, when);
  });
}

it('a load that is cut off at any of its writes is completed by the next', async () => {
  const file = await livedIn();
  for (let last = 1; ; last += 1) {
    const table = memoryTable();
    const outcome = await loadSession(partsOn(failingAt(table, last)), file).catch(() => 'cut');
    if (outcome !== 'cut') {
      expect(last).toBeGreaterThan(5);
      return;
    }
    expect(await partsOn(table).sessions.find(context)).toBeUndefined();
    await loadSession(partsOn(table), file);
    expect(await exportSession(partsOn(table), context)).toEqual(file);
  }
});
