import { execFile } from 'node:child_process';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFileBlobs } from '../../lib/stores/files/file-blobs.ts';
import { createSqliteTable, type SqliteTable } from '../../lib/stores/sqlite/sqlite-table.ts';
import { noiseText } from '../conformance/_noise.ts';
import { emptyFolder } from './_places.ts';

const TWO_DAYS_S = 2 * 24 * 60 * 60;

/** A process of its own, as far as sweeping is concerned. */
function openSwept(folder: string): SqliteTable {
  const table: SqliteTable = createSqliteTable({
    file: join(folder, 'store.db'),
    blobs: createFileBlobs(join(folder, 'blobs'), () => table.pointers()),
    clock: { pause: async () => undefined },
    chance: Math.random,
  });
  onTestFinished(table.close);
  return table;
}

const killed = (folder: string, at: string) =>
  new Promise<unknown>((resolve) => {
    const program = join(import.meta.dirname, '_torn.ts');
    execFile(process.execPath, [program, folder, at], (error) => resolve(error?.signal));
  });

const large = (table: SqliteTable, sort: string) =>
  table.put(
    { partition: 'tenant/log', sort, version: 1, body: noiseText(300_000, sort.length) },
    'absent',
  );

const filesIn = (folder: string) =>
  readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name));

const blobsIn = (folder: string) => filesIn(folder).filter((file) => !file.endsWith('.swept'));

function age(folder: string) {
  const then = Date.now() / 1000 - TWO_DAYS_S;
  for (const file of filesIn(folder)) utimesSync(file, then, then);
}

it.each([
  ['put', 'the row that was to point at it'],
  ['remove', 'the body that its row has lost'],
])(
  'a blob whose process was killed at its %s, with %s, is gone a day later, and no other',
  async (at) => {
    const folder = emptyFolder();
    expect(await killed(folder, at)).toBe('SIGKILL');
    const [orphan = ''] = blobsIn(folder);
    await large(openSwept(folder), 'a');
    expect(blobsIn(folder)).toContain(orphan); // its row may be on its way

    age(folder);
    const table = openSwept(folder);
    await large(table, 'bb');
    expect(blobsIn(folder)).not.toContain(orphan);
    expect(blobsIn(folder)).toHaveLength(2);
    expect(await table.get({ partition: 'tenant/log', sort: 'a' })).toMatchObject({
      body: noiseText(300_000, 1),
    });
  },
);

it('blobs are swept once a day at most, however many processes write', async () => {
  const folder = emptyFolder();
  await large(openSwept(folder), 'a');
  await killed(folder, 'put');
  age(folder);
  utimesSync(join(folder, 'blobs', '.swept'), new Date(), new Date());
  await large(openSwept(folder), 'bb');
  expect(blobsIn(folder)).toHaveLength(3);
});
