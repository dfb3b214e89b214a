import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Row, Table } from '../../lib/core/shared/table.ts';
import { noiseText } from '../conformance/_noise.ts';
import { emptyFolder, openStore } from './_places.ts';

const PATIENCE_MS = 120_000;

describe('one store and many processes', () => {
  it.each([
    [2, 30],
    [8, 10],
  ])(
    '%i processes that make it at once and write %i times each lose nothing and see no fault',
    async (writers, each) => {
      const folder = emptyFolder();
      const processes = await Promise.all(
        authors(writers).map((author) => startWriter(folder, author, 'appends', each)),
      );
      const endings = await Promise.all(processes.map(({ write }) => write()));
      expect(endings).toEqual(processes.map(() => ({ code: 0, complaint: '' })));

      const table = openStore(folder);
      const log = await read(table);
      expect(log.map(({ version }) => version)).toEqual(numbers(writers * each));
      expect(log.map(({ body }) => JSON.stringify(body)).toSorted()).toEqual(
        authors(writers)
          .flatMap((author) =>
            numbers(each).map((at) => JSON.stringify({ author, landed: at - 1 })),
          )
          .toSorted(),
      );
      const counted = await table.get({ partition: 'tenant/count', sort: 'count' });
      expect(counted?.version).toBe(writers * each);
    },
    PATIENCE_MS,
  );

  it(
    'what another process wrote is noticed and read',
    async () => {
      const folder = emptyFolder();
      const table = openStore(folder);
      const before = table.changed();
      const { write } = await startWriter(folder, 'other', 'appends', 1);
      await write();
      expect(table.changed()).not.toBe(before);
      expect(await read(table)).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it.each([
    ['large', 1],
    ['large', 4],
    ['large', 8],
    ['batches', 3],
    ['batches', 6],
  ])(
    'a process that writes %s and is killed when it was told of %i leaves them all, and a whole store',
    async (task, puts) => {
      const folder = emptyFolder();
      const writer = await startWriter(folder, 'doomed', task, 1_000);
      const told = writer.killAfter(puts);
      const reader = openStore(folder);
      while (writer.lives()) expectWhole(await read(reader));
      const last = await told;

      expectWhole(await read(openStore(folder)));
      expect((await read(reader)).length).toBeGreaterThanOrEqual(last);
      expect(integrityOf(folder)).toEqual({ integrity_check: 'ok' });
      for (const file of blobsIn(folder)) expect(hashOf(file.path)).toBe(file.name);
      const next = { ...aKey('next'), version: 1, body: 'goes on' };
      expect(await reader.put(next, 'absent')).toEqual({ kind: 'put' });
    },
    PATIENCE_MS,
  );
});

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

const authors = (count: number) => numbers(count).map((at) => `writer ${at}`);

const aKey = (sort: string) => ({ partition: 'tenant/log', sort });

async function read(table: Table) {
  const rows: Row[] = [];
  for await (const row of table.list('tenant/log')) rows.push(row);
  return rows;
}

/** Without a gap, and each with the whole body that its writer gave it. */
function expectWhole(rows: readonly Row[]) {
  expect(rows.map(({ version }) => version)).toEqual(numbers(rows.length));
  for (const { version, body } of rows)
    expect(body === noiseText(version % 3 === 0 ? 3_000_000 : 60_000, version)).toBe(true);
}

function integrityOf(folder: string) {
  const database = new DatabaseSync(join(folder, 'store.db'));
  const answer = database.prepare('PRAGMA integrity_check').get();
  database.close();
  return { ...answer };
}

/** The blobs that a reader could be given: what is a draft was never finished. */
const blobsIn = (folder: string) =>
  readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('.drafts'))
    .map(({ name, parentPath }) => ({ name, path: join(parentPath, name) }));

const hashOf = (path: string) =>
  createHash('sha256').update(readFileSync(path)).digest('base64url');

/** A process that is ready to write, and how it ends. */
async function startWriter(folder: string, author: string, task: string, count: number) {
  const script = join(import.meta.dirname, '_writer.ts');
  const child = fork(script, [folder, author, task, String(count)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  const ended = endOf(child);

  const write = () => {
    child.send('begin');
    return ended;
  };
  const killAfter = async (puts: number) => {
    let told = 0;
    child.on('message', (version) => {
      told = Number(version);
      if (told === puts) child.kill('SIGKILL');
    });
    await write();
    return told;
  };
  return { write, killAfter, lives: () => child.exitCode === null && child.signalCode === null };
}

async function endOf(child: ChildProcess) {
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint += text;
  });
  const [code] = await once(child, 'close');
  return { code, complaint };
}
