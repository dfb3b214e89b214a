import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Blobs } from '../../core/shared/blobs.ts';
import { sha256 } from '../../core/shared/hash.ts';
import { blobName, isHash, verified } from '../blob-name.ts';
import { isMissing, toDiskFault } from '../disk-fault.ts';
import { faulting } from '../faulting.ts';
import { sweepDrafts, writeWhole } from './_write-whole.ts';
import { type Pointers, sweepBlobs } from './sweep-blobs.ts';

/**
 * Blobs as files under one folder. With `pointers`, those that no row points at any more, or ever
 * did, are swept at the first write of a process, a day later at the earliest. Throws
 * `store.readOnly` and `store.full`, and `store.broken` for a file that was damaged; putting the blob
 * again mends it.
 */
export function createFileBlobs(folder: string, pointers?: Pointers): Blobs {
  const root = resolve(folder);
  const faultingHere = faulting((error) => toDiskFault(root, error));
  let swept: Promise<void> | undefined;
  /** What cannot be swept today stays. */
  const sweep = async () => {
    await sweepDrafts(root);
    if (pointers) await sweepBlobs(root, pointers).catch(() => undefined);
  };
  const write = async (path: string, bytes: Uint8Array) => {
    swept ??= sweep();
    await swept;
    await writeWhole(root, path, bytes);
  };
  return {
    put: (tenant, bytes) =>
      faultingHere(async () => {
        const hash = sha256(bytes);
        const path = blobName(tenant, hash);
        const standing = await read(join(root, path));
        if (!standing || Buffer.compare(standing, bytes) !== 0) await write(path, bytes);
        return hash;
      }),

    get: (tenant, hash) =>
      faultingHere(async () => {
        if (!isHash(hash)) return undefined;
        const file = join(root, blobName(tenant, hash));
        const bytes = await read(file);
        return bytes && verified(file, hash, bytes);
      }),

    remove: (tenant, hash) =>
      faultingHere(async () => {
        if (isHash(hash)) await rm(join(root, blobName(tenant, hash)), { force: true });
      }),
  };
}

async function read(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
