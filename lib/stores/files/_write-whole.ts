import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One folder for all that is being written, so that what killed writers left is found at once. */
const DRAFTS = '.drafts';
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Writes a file so that nobody ever sees a part of it, and that it is there after a power cut once
 * this resolves: under another name, to the disk, then renamed.
 */
export async function writeWhole(root: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(root, path);
  const folder = dirname(file);
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
  await mkdir(join(root, DRAFTS), { recursive: true });
  const draft = join(root, DRAFTS, randomUUID());
  try {
    await writeThrough(draft, bytes);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await flush(folder);
  if (isNew) for (const above of [dirname(folder), root]) await flush(above);
}

/** Removes what killed writers left behind; no write takes a day. What cannot go stays. */
export async function sweepDrafts(root: string): Promise<void> {
  const names = await readdir(join(root, DRAFTS)).catch(() => []);
  const sweep = async (draft: string) => {
    const { mtimeMs } = await stat(draft);
    if (Date.now() - mtimeMs > DAY_MS) await rm(draft, { force: true });
  };
  await Promise.allSettled(names.map((name) => sweep(join(root, DRAFTS, name))));
}

async function writeThrough(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new name is on the disk only when its folder is. Windows cannot flush a folder. */
async function flush(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
