import type { Dirent } from 'node:fs';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { sha256 } from '../../core/shared/hash.ts';
import type { FileContents } from './file-contents.ts';
import { isIgnored } from './ignored.ts';
import type { Manifest } from './kept.ts';

/** How much of a workspace is kept: bytes of one file, of all of them, and their number. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_BYTES = 128 * 1024 * 1024;
export const MAX_FILES = 5_000;

/** Files that are read and stored at the same time. */
const AT_ONCE = 16;

/**
 * Tells a folder, and stores the contents that `before` does not name. What is over the bounds is
 * named and left; what vanishes meanwhile was not there. Throws what the contents throw.
 */
export async function captureFolder(
  folder: string,
  before: Manifest,
  contents: FileContents,
): Promise<Manifest> {
  const { files, links } = await entriesIn(folder);
  const sized = await inParallel(files, async (path) => ({
    path,
    ...(await stat(join(folder, path))),
  }));
  const { kept, left } = within(sized);
  const known = new Set(Object.values(before.files).map(({ hash }) => hash));
  const told = await inParallel(kept, async ({ path, mode }) => {
    const bytes = await readFile(join(folder, path));
    const hash = sha256(bytes);
    if (!known.has(hash)) await contents.put(hash, bytes);
    return [path, { hash, mode: mode & 0o777, bytes: bytes.byteLength }] as const;
  });
  const targets = await inParallel(
    links,
    async (path) => [path, await readlink(join(folder, path))] as const,
  );
  return { files: Object.fromEntries(told), links: Object.fromEntries(targets), left };
}

interface Sized {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

function within(files: readonly Sized[]) {
  const kept: Sized[] = [];
  const left: string[] = [];
  let room = MAX_BYTES;
  for (const file of files) {
    if (file.size > Math.min(room, MAX_FILE_BYTES) || kept.length === MAX_FILES)
      left.push(file.path);
    else {
      kept.push(file);
      room -= file.size;
    }
  }
  return { kept, left };
}

async function entriesIn(folder: string) {
  const files: string[] = [];
  const links: string[] = [];
  for await (const entry of entriesBelow(folder)) {
    if (entry.isFile()) files.push(pathOf(folder, entry));
    else if (entry.isSymbolicLink()) links.push(pathOf(folder, entry));
  }
  return { files: files.sort(), links: links.sort() };
}

async function* entriesBelow(folder: string): AsyncGenerator<Dirent, void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(unlessGone);
  for (const entry of entries ?? []) {
    if (isIgnored(entry.name)) continue;
    yield entry;
    if (entry.isDirectory()) yield* entriesBelow(join(folder, entry.name));
  }
}

const pathOf = (folder: string, { parentPath, name }: Dirent) =>
  relative(folder, join(parentPath, name)).split(sep).join('/');

/** In the order of `all`, without what vanished. */
async function inParallel<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: (R | undefined)[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE).map((one) => work(one).catch(unlessGone));
    done.push(...(await Promise.all(some)));
  }
  return done.filter((one) => one !== undefined);
}

function unlessGone(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
