import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileContents } from './file-contents.ts';
import type { Manifest } from './kept.ts';

/**
 * Makes a folder what a manifest tells: what else is in it goes. Links are made last, so that nothing
 * is written through one. Answers with the paths of which the contents are gone.
 */
export async function restoreFolder(
  folder: string,
  { files, links }: Manifest,
  contents: FileContents,
): Promise<readonly string[]> {
  await emptyFolder(folder);
  const missing: string[] = [];
  for (const [path, { hash, mode }] of Object.entries(files)) {
    const bytes = await contents.get(hash);
    if (!bytes) {
      missing.push(path);
      continue;
    }
    const place = await placeFor(folder, path);
    await writeFile(place, bytes);
    await chmod(place, mode);
  }
  for (const [path, target] of Object.entries(links))
    await symlink(target, await placeFor(folder, path));
  return missing;
}

async function placeFor(folder: string, path: string): Promise<string> {
  const place = join(folder, path);
  await mkdir(dirname(place), { recursive: true });
  return place;
}

/** Leaves an empty folder, wherever there was none, too. */
export async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder))
    await rm(join(folder, name), { recursive: true, force: true });
}
