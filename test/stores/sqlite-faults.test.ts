import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Row, Table } from '../../lib/core/shared/table.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { createSqliteTable } from '../../lib/stores/sqlite/sqlite-table.ts';
import { noiseText } from '../conformance/_noise.ts';
import { mountDisk, whyNoDisk } from './_disks.ts';
import { emptyFolder, openStore } from './_places.ts';

describe('a store that cannot be opened', () => {
  it('is newer when a newer massgen wrote it, and stays as it is', () => {
    const folder = emptyFolder();
    openStore(folder).close();
    alter(folder, 'PRAGMA user_version = 7');
    expect(() => openStore(folder)).toThrow(
      expect.objectContaining({
        code: 'store.newer',
        facts: { place: fileIn(folder), found: 7, known: 1 },
      }),
    );
    expect(alter(folder, 'PRAGMA user_version')).toEqual({ user_version: 7 });
  });

  it.each([
    ['a text', 'This is a text and no database.\n'.repeat(200)],
    ['a word', 'hello'],
  ])('is broken when its file is %s, and stays as it is', (_, text) => {
    const folder = emptyFolder();
    writeFileSync(fileIn(folder), text);
    expect(() => openStore(folder)).toThrow(broken(folder));
    expect(readFileSync(fileIn(folder), 'utf8')).toBe(text);
  });

  it('is broken when its header was damaged', async () => {
    const folder = emptyFolder();
    await fill(folder, 20);
    damage(folder, 0, 100);
    expect(() => openStore(folder)).toThrow(broken(folder));
  });

  it('is broken when it is the database of another program, and stays as it is', () => {
    const folder = emptyFolder();
    alter(folder, 'CREATE TABLE songs (title TEXT)');
    expect(() => openStore(folder)).toThrow(broken(folder));
    expect(alter(folder, 'SELECT name FROM sqlite_schema')).toEqual({ name: 'songs' });
  });

  it('is broken when its folder is a file', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'file'), 'text');
    expect(() => openStore(join(folder, 'file'))).toThrow(
      expect.objectContaining({ code: 'store.broken' }),
    );
  });

  it('cannot be written when a folder stands in its place', () => {
    const folder = emptyFolder();
    mkdirSync(fileIn(folder));
    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'store.readOnly' }));
  });

  it('is read-only when its folder is, and whole when that is mended', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may write everywhere');
    const folder = join(emptyFolder(), 'data');
    await fill(folder, 3);
    chmodSync(folder, 0o500);
    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'store.readOnly' }));
    chmodSync(folder, 0o700);
    expect(await read(openStore(folder))).toEqual(rows(3));
  });

  it('is read-only when its disk is', async ({ skip }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { folder, makeReadOnly } = mountDisk(1024);
    await fill(join(folder, 'data'), 3);
    makeReadOnly();
    for (const place of [join(folder, 'data'), folder, join(folder, 'more')])
      expect(() => openStore(place)).toThrow(
        expect.objectContaining({
          code: 'store.readOnly',
          facts: expect.objectContaining({ place: fileIn(place) }),
        }),
      );
  });

  it('is full when there is no room to make it', ({ skip }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { folder } = mountDisk(32);
    writeFileSync(join(folder, 'ballast'), noiseText(30_000));
    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'store.full' }));
  });
});

describe('a store that fails while it is used', () => {
  it('is full when its disk is, and what was committed reads back', async ({ skip }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { folder } = mountDisk(1024);
    const table = openStore(folder);
    const landed = await putUntilRefused(table);
    expect(landed.fault).toMatchObject({ code: 'store.full', facts: { place: fileIn(folder) } });
    expect(landed.count).toBeGreaterThan(5);
    expect(await read(table)).toEqual(rows(landed.count));
    table.close();
    expect(await read(openStore(folder))).toEqual(rows(landed.count));
  });

  it('goes on when there is room again', async ({ skip }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { folder } = mountDisk(2048);
    writeFileSync(join(folder, 'ballast'), noiseText(1_000_000));
    const table = openStore(folder);
    const { count } = await putUntilRefused(table);
    writeFileSync(join(folder, 'ballast'), '');
    expect(await table.put(aRow(count), 'absent')).toEqual({ kind: 'put' });
    expect(await read(table)).toEqual(rows(count + 1));
  });

  it('has no room for a large body either, and says so', async ({ skip }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { folder } = mountDisk(1024);
    const table = openStore(folder);
    const large = { ...aRow(0), body: noiseText(2_000_000) };
    await expect(table.put(large, 'absent')).rejects.toMatchObject({ code: 'store.full' });
    expect(await table.get(aRow(0))).toBeUndefined();
    expect(await table.put(aRow(0), 'absent')).toEqual({ kind: 'put' });
  });

  it('has no room for all of an append, and has put none of it', async ({ skip }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { folder } = mountDisk(1024);
    const table = openStore(folder);
    await expect(table.append(rows(300))).rejects.toMatchObject({ code: 'store.full' });
    expect(await read(table)).toEqual([]);
    expect(await table.append(rows(3))).toBe(3);
    expect(await read(table)).toEqual(rows(3));
  });

  it('is broken when its pages were damaged', async () => {
    const folder = emptyFolder();
    await fill(folder, 60);
    damage(folder, 16_384, 16_384 * 8);
    const table = openStore(folder);
    await expect(read(table)).rejects.toMatchObject(broken(folder).sample);
    await expect(table.put(aRow(99), 'absent')).rejects.toMatchObject(broken(folder).sample);
  });

  it('is newer where a row has a mark that nobody knows yet; the other rows are read', async () => {
    const folder = emptyFolder();
    await fill(folder, 2);
    alter(folder, `UPDATE rows SET body = x'09AABB' WHERE sort = '${aRow(1).sort}'`);
    const table = openStore(folder);
    await expect(table.get(aRow(1))).rejects.toMatchObject({
      code: 'store.newer',
      facts: { place: `tenant/things ${aRow(1).sort}`, found: 9, known: 3 },
    });
    expect(await table.get(aRow(0))).toEqual(aRow(0));
  });

  it('is busy when another process keeps it locked for seconds, and free afterwards', async () => {
    const folder = emptyFolder();
    openStore(folder).close();
    const pauses: number[] = [];
    const table = createSqliteTable({
      file: fileIn(folder),
      blobs: createMemoryBlobs(),
      clock: { pause: async (milliseconds) => void pauses.push(milliseconds) },
      chance: () => 0.5,
    });
    const other = new DatabaseSync(fileIn(folder));
    other.exec('BEGIN IMMEDIATE');
    expect(await table.get(aRow(0))).toBeUndefined();
    await expect(table.put(aRow(0), 'absent')).rejects.toMatchObject({
      code: 'store.busy',
      facts: { place: fileIn(folder) },
    });
    expect(pauses.reduce((sum, pause) => sum + pause)).toBeGreaterThan(3_000);
    expect(Math.max(...pauses)).toBeLessThan(50);
    other.close();
    expect(await table.put(aRow(0), 'absent')).toEqual({ kind: 'put' });
    table.close();
  });
});

describe('a store that is well', () => {
  it('makes the folders above it', async () => {
    const folder = join(emptyFolder(), 'a', 'b', 'c');
    expect(await openStore(folder).put(aRow(0), 'absent')).toEqual({ kind: 'put' });
  });

  it('has large pages and a write-ahead log, also when its file was there and empty', () => {
    const folder = emptyFolder();
    writeFileSync(fileIn(folder), '');
    openStore(folder);
    expect(alter(folder, 'PRAGMA page_size')).toEqual({ page_size: 16_384 });
    expect(alter(folder, 'PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  });

  it('may be closed twice', () => {
    const table = openStore(emptyFolder());
    table.close();
    table.close();
  });

  it('tells when another connection has written, and only then', async () => {
    const folder = emptyFolder();
    const [mine, other] = [openStore(folder), openStore(folder)];
    const before = mine.changed();
    await mine.put(aRow(0), 'absent');
    expect(mine.changed()).toBe(before);
    await other.put(aRow(1), 'absent');
    expect(mine.changed()).not.toBe(before);
    expect(mine.changed()).toBe(mine.changed());
  });
});

const fileIn = (folder: string) => join(folder, 'store.db');

const broken = (folder: string) =>
  expect.objectContaining({
    code: 'store.broken',
    facts: expect.objectContaining({ place: fileIn(folder) }),
  });

const aRow = (at: number): Row => ({
  partition: 'tenant/things',
  sort: String(at).padStart(6, '0'),
  version: 1,
  body: noiseText(4_000, at),
});

const rows = (count: number) => Array.from({ length: count }, (_, at) => aRow(at));

async function fill(folder: string, count: number) {
  const table = openStore(folder);
  for (const row of rows(count)) await table.put(row, 'absent');
  table.close();
}

async function read(table: Table) {
  const found: Row[] = [];
  for await (const row of table.list('tenant/things')) found.push(row);
  return found;
}

async function putUntilRefused(table: Table): Promise<{ count: number; fault: unknown }> {
  for (let count = 0; ; count += 1) {
    try {
      await table.put(aRow(count), 'absent');
    } catch (fault) {
      return { count, fault };
    }
  }
}

/** Does to the file what another program might. */
function alter(folder: string, sql: string) {
  const database = new DatabaseSync(fileIn(folder));
  const answer = database.prepare(sql).get();
  database.close();
  return answer && { ...answer };
}

function damage(folder: string, from: number, to: number) {
  const bytes = readFileSync(fileIn(folder));
  bytes.fill(0xa5, from, Math.min(to, bytes.length));
  writeFileSync(fileIn(folder), bytes);
}
