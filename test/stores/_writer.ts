/** A process that writes: `_writer.ts FOLDER AUTHOR appends|large|batches COUNT`. It begins when told to. */
import type { Row, Table } from '../../lib/core/shared/table.ts';
import { noiseText } from '../conformance/_noise.ts';
import { createStore } from './_store.ts';

const [folder = '', author = '', task, count] = process.argv.slice(2);

process.once('message', async () => {
  const table = createStore(folder);
  for (let landed = 0; landed < Number(count); landed += 1)
    process.send?.(await write(table, landed));
  table.close();
  process.disconnect();
});

function write(table: Table, landed: number): Promise<number> {
  if (task === 'batches') return appendBatch(table, landed);
  return task === 'large' ? putLarge(table, landed) : append(table, landed);
}

/** One more row in the log, and one more in the count, however many races are lost. */
async function append(table: Table, landed: number): Promise<number> {
  const version = await untilPut(async () => {
    const next = (await lastOf(table)) + 1;
    const row = aRow(String(next).padStart(6, '0'), next, { author, landed });
    return { version: next, outcome: await table.put(row, 'absent') };
  });
  await untilPut(async () => {
    const standing = await table.get({ partition: 'tenant/count', sort: 'count' });
    const next = (standing?.version ?? 0) + 1;
    const row = { partition: 'tenant/count', sort: 'count', version: next, body: author };
    const when = standing ? { version: standing.version } : 'absent';
    return { version: next, outcome: await table.put(row, when) };
  });
  return version;
}

async function putLarge(table: Table, landed: number): Promise<number> {
  const row = aLargeRow(landed + 1);
  await table.put(row, 'absent');
  return row.version;
}

function aLargeRow(version: number): Row {
  const body = noiseText(version % 3 === 0 ? 3_000_000 : 60_000, version);
  return aRow(String(version).padStart(6, '0'), version, body);
}

/** Three more rows at once, one of them large. */
async function appendBatch(table: Table, landed: number): Promise<number> {
  const rows = [1, 2, 3].map((at) => aLargeRow(3 * landed + at));
  return 3 * landed + (await table.append(rows));
}

type Attempt = { version: number; outcome: Awaited<ReturnType<Table['put']>> };

async function untilPut(attempt: () => Promise<Attempt>): Promise<number> {
  for (;;) {
    const { version, outcome } = await attempt();
    if (outcome.kind === 'put') return version;
  }
}

async function lastOf(table: Table): Promise<number> {
  for await (const row of table.list('tenant/log', { backwards: true, limit: 1 }))
    return Number(row.sort);
  return 0;
}

const aRow = (sort: string, version: number, body: Row['body']): Row => ({
  partition: 'tenant/log',
  sort,
  version,
  body,
});
