import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileBlobs } from '../../lib/stores/files/file-blobs.ts';
import { noise } from '../conformance/_noise.ts';
import { mountDisk, whyNoDisk } from './_disks.ts';
import { emptyFolder } from './_places.ts';

describe('blobs in a folder', () => {
  it('lie under their tenant, the first two characters and their hash', async () => {
    const folder = emptyFolder();
    const hash = await createFileBlobs(folder).put('tenant', noise(100));
    expect(filesIn(folder)).toEqual([join('tenant', hash.slice(0, 2), hash)]);
  });

  it('stay in their folder, whatever the tenant is called', async () => {
    const around = emptyFolder();
    const folder = join(around, 'blobs');
    const blobs = createFileBlobs(folder);
    for (const tenant of ['..', '../..', '/tmp', 'a/../../..', '', '.', 'nul\0', '..\\..'])
      await blobs.put(tenant, noise(10));
    expect(filesIn(around)).toHaveLength(8);
    expect(filesIn(folder)).toHaveLength(8);
  });

  it('are broken when their bytes were changed, until they are put again', async () => {
    const folder = emptyFolder();
    const blobs = createFileBlobs(folder);
    const hash = await blobs.put('tenant', noise(100));
    const file = join(folder, filesIn(folder)[0] ?? '');
    writeFileSync(file, noise(100, 8));
    await expect(blobs.get('tenant', hash)).rejects.toMatchObject({
      code: 'store.broken',
      facts: { place: file },
    });
    await blobs.put('tenant', noise(100));
    expect(Buffer.from((await blobs.get('tenant', hash)) ?? [])).toEqual(Buffer.from(noise(100)));
  });

  it('are broken when half of their bytes are gone', async () => {
    const folder = emptyFolder();
    const blobs = createFileBlobs(folder);
    const hash = await blobs.put('tenant', noise(100));
    const file = join(folder, filesIn(folder)[0] ?? '');
    writeFileSync(file, readFileSync(file).subarray(0, 50));
    await expect(blobs.get('tenant', hash)).rejects.toMatchObject({ code: 'store.broken' });
  });

  it('leave nothing but themselves behind', async () => {
    const folder = emptyFolder();
    const blobs = createFileBlobs(folder);
    await Promise.all(Array.from({ length: 4 }, () => blobs.put('tenant', noise(200_000))));
    expect(filesIn(folder)).toHaveLength(1);
  });

  it('are rid of what killed writers left, once it is a day old, with the first that is put', async () => {
    const folder = emptyFolder();
    const drafts = join(folder, '.drafts');
    mkdirSync(drafts);
    const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
    for (const [name, age] of [
      ['young', hours(23)],
      ['old', hours(25)],
      ['older', hours(2500)],
    ] as const) {
      writeFileSync(join(drafts, name), noise(10));
      utimesSync(join(drafts, name), age, age);
    }
    const blobs = createFileBlobs(folder);
    expect(readdirSync(drafts)).toHaveLength(3);
    const hash = await blobs.put('tenant', noise(100));
    expect(readdirSync(drafts)).toEqual(['young']);
    expect(await blobs.get('tenant', hash)).toHaveLength(100);
  });

  it('cannot be where a file is', async () => {
    const file = join(emptyFolder(), 'file');
    writeFileSync(file, 'text');
    await expect(createFileBlobs(file).put('tenant', noise(10))).rejects.toMatchObject({
      code: 'store.broken',
    });
  });

  it('say that their disk is read-only, and can still be read', async ({ skip }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { folder, makeReadOnly } = mountDisk(1024);
    const blobs = createFileBlobs(join(folder, 'blobs'));
    const hash = await blobs.put('tenant', noise(100));
    makeReadOnly();
    const readOnly = { code: 'store.readOnly', facts: { place: join(folder, 'blobs') } };
    await expect(blobs.put('tenant', noise(200))).rejects.toMatchObject(readOnly);
    await expect(blobs.remove('tenant', hash)).rejects.toMatchObject(readOnly);
    expect(await blobs.put('tenant', noise(100))).toBe(hash);
    expect(await blobs.get('tenant', hash)).toHaveLength(100);
    const elsewhere = createFileBlobs(join(folder, 'others'));
    await expect(elsewhere.put('tenant', noise(1))).rejects.toMatchObject({
      code: 'store.readOnly',
    });
  });

  it('say that their folder may not be written', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may write everywhere');
    const folder = emptyFolder();
    chmodSync(folder, 0o500);
    await expect(createFileBlobs(folder).put('tenant', noise(1))).rejects.toMatchObject({
      code: 'store.readOnly',
    });
  });

  it('say that their disk is full, and keep what was there', async ({ skip }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { folder } = mountDisk(1024);
    const blobs = createFileBlobs(folder);
    const hash = await blobs.put('tenant', noise(300_000));
    await expect(blobs.put('tenant', noise(2_000_000))).rejects.toMatchObject({
      code: 'store.full',
      facts: { place: folder },
    });
    expect(await blobs.get('tenant', hash)).toHaveLength(300_000);
    expect(filesIn(folder)).toHaveLength(1);
    await blobs.put('tenant', noise(300_000, 8));
  });
});

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
