import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isHash } from '../blob-name.ts';

/** The hashes of all blobs that rows point at. */
export type Pointers = () => Iterable<string>;

/** Its time is that of the last sweep. */
const MARK = '.swept';
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Removes blobs that no row points at: their writer was killed before its row, or whoever replaced
 * or purged their row behind it. One that is younger than a day stays, for its row may be on its
 * way. Once a day at most, because it looks at every blob and, where one is old, at every row.
 */
export async function sweepBlobs(root: string, pointers: Pointers): Promise<void> {
  if (!(await isOld(join(root, MARK), true))) return;
  await mkdir(root, { recursive: true });
  await writeFile(join(root, MARK), '');
  const old = await oldBlobs(root);
  if (old.length === 0) return;
  const wanted = new Set(pointers()); // behind the list: a row that came meanwhile is seen
  const orphans = old.filter((file) => !wanted.has(basename(file)));
  await Promise.allSettled(orphans.map((file) => rm(file, { force: true })));
}

async function oldBlobs(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const blobs = entries.filter((entry) => entry.isFile() && isHash(entry.name));
  const old: string[] = [];
  for (const { parentPath, name } of blobs)
    if (await isOld(join(parentPath, name), false)) old.push(join(parentPath, name));
  return old;
}

const isOld = (file: string, otherwise: boolean): Promise<boolean> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > DAY_MS,
    () => otherwise,
  );
