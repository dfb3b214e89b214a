import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Blobs } from '../../core/shared/blobs.ts';
import { Fault } from '../../core/shared/faults.ts';
import { sha256 } from '../../core/shared/hash.ts';
import { isMissing, toDiskFault } from '../disk-fault.ts';
import { sweepDrafts, writeWhole } from './_write-whole.ts';

/**
 * Blobs as files, `TENANT/FIRST TWO CHARACTERS/HASH` under one folder. Throws `store.readOnly` and
 * `store.full`, and `store.broken` for a file that was damaged; putting the blob again mends it.
 */
export function createFileBlobs(folder: string): Blobs {
  const root = resolve(folder);
  let swept: Promise<void> | undefined;
  const write = async (path: string, bytes: Uint8Array) => {
    swept ??= sweepDrafts(root);
    await swept;
    await writeWhole(root, path, bytes);
  };
  return {
    put: (tenant, bytes) =>
      faulting(root, async () => {
        const hash = sha256(bytes);
        const path = pathOf(tenant, hash);
        const standing = await read(join(root, path));
        if (!standing || Buffer.compare(standing, bytes) !== 0) await write(path, bytes);
        return hash;
      }),

    get: (tenant, hash) =>
      faulting(root, async () => {
        if (!isHash(hash)) return undefined;
        const file = join(root, pathOf(tenant, hash));
        const bytes = await read(file);
        if (bytes && sha256(bytes) !== hash)
          throw new Fault('store.broken', { place: file, detail: 'it does not fit its hash' });
        return bytes;
      }),

    remove: (tenant, hash) =>
      faulting(root, async () => {
        if (isHash(hash)) await rm(join(root, pathOf(tenant, hash)), { force: true });
      }),
  };
}

const isHash = (text: string) => /^[\w-]{43}$/.test(text);

const pathOf = (tenant: string, hash: string) => join(folderOf(tenant), hash.slice(0, 2), hash);

/** A name that no path can escape from, and that a file system which ignores case keeps apart. */
const folderOf = (tenant: string) =>
  /^[a-z0-9][a-z0-9_-]{0,63}$/.test(tenant) ? tenant : `~${sha256(tenant)}`;

async function read(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function faulting<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDiskFault(place, error);
  }
}
