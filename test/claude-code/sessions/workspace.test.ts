import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  captureFolder,
  MAX_FILE_BYTES,
  MAX_FILES,
} from '../../../lib/claude-code/sessions/capture-folder.ts';
import {
  type FileContents,
  fileContents,
} from '../../../lib/claude-code/sessions/file-contents.ts';
import { emptyManifest } from '../../../lib/claude-code/sessions/kept.ts';
import { restoreFolder } from '../../../lib/claude-code/sessions/restore-folder.ts';
import { newFolder } from '../../support/claude-code.ts';
import { memoryTable } from '../../support/memory-log.ts';

type Tree = Readonly<Record<string, string | Uint8Array>>;

function lay(tree: Tree, folder = newFolder()): string {
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const newContents = () => fileContents({ table: memoryTable(), tenant: 'tenant' }, 'session');

function counting(contents: FileContents) {
  const stored: string[] = [];
  const put: FileContents['put'] = (hash, bytes) => {
    stored.push(Buffer.from(bytes).toString());
    return contents.put(hash, bytes);
  };
  return { ...contents, put, stored };
}

describe('the workspace of a session', () => {
  it('is the same on another machine, bytes and permissions', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    const from = lay({ 'a.txt': 'a', 'deep/er/run.sh': 'echo hi', 'image.png': bytes });
    writeFileSync(join(from, 'deep/er/run.sh'), 'echo hi', { mode: 0o755 });
    symlinkSync('../a.txt', join(from, 'deep/link'));
    const contents = newContents();
    const manifest = await captureFolder(from, emptyManifest, contents);
    const to = lay({ 'left over': 'x', 'deep/a.txt': 'x' });
    expect(await restoreFolder(to, manifest, contents)).toEqual([]);
    expect(await captureFolder(to, emptyManifest, contents)).toEqual(manifest);
    expect(readFileSync(join(to, 'image.png'))).toEqual(Buffer.from(bytes));
    expect(readlinkSync(join(to, 'deep/link'))).toBe('../a.txt');
    expect(existsSync(join(to, 'left over'))).toBe(false);
  });

  it('of any files is the same when it was restored', async () => {
    const name = fc
      .stringMatching(/^[a-z0-9 ._-]{1,8}$/)
      .filter((text) => !/^\.+$|^ | $/.test(text));
    const path = fc
      .array(name, { minLength: 1, maxLength: 3 })
      .map((names) => `d${names.join('/d')}`);
    const tree = fc.dictionary(
      path.map((text) => `${text}.f`),
      fc.string(),
      { maxKeys: 8 },
    );
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const contents = newContents();
        const manifest = await captureFolder(lay(files), emptyManifest, contents);
        const to = newFolder();
        await restoreFolder(to, manifest, contents);
        for (const [path, text] of Object.entries(files))
          expect(readFileSync(join(to, path), 'utf8')).toBe(text);
        expect(await captureFolder(to, emptyManifest, contents)).toEqual(manifest);
      }),
      { numRuns: 20 },
    );
  });

  it('stores again only what changed', async () => {
    const folder = lay({ one: '1', two: '2', copy: '1' });
    const contents = counting(newContents());
    const before = await captureFolder(folder, emptyManifest, contents);
    lay({ two: 'other' }, folder);
    const after = await captureFolder(folder, before, contents);
    expect(contents.stored.slice(-1)).toEqual(['other']);
    expect(contents.stored.filter((text) => text === '2')).toHaveLength(1);
    expect(after.files['one']).toEqual(before.files['one']);
  });

  it('leaves what is made again, what is too large and what is too much, and says so', async () => {
    const large = new Uint8Array(MAX_FILE_BYTES + 1);
    const many = Object.fromEntries(Array.from({ length: MAX_FILES }, (_, at) => [`m/${at}`, '']));
    const folder = lay({ 'node_modules/x/index.js': 'x', large, z: 'over', ...many });
    const { files, left } = await captureFolder(folder, emptyManifest, newContents());
    expect(left).toEqual(['large', 'z']);
    expect(Object.keys(files)).toHaveLength(MAX_FILES);
  });

  it('names the files of which the contents are gone', async () => {
    const manifest = await captureFolder(lay({ a: '1' }), emptyManifest, newContents());
    expect(await restoreFolder(newFolder(), manifest, newContents())).toEqual(['a']);
  });

  it('writes through no link', async () => {
    const outside = newFolder();
    const contents = newContents();
    const { files } = await captureFolder(lay({ 'd/f': 'x' }), emptyManifest, contents);
    const to = newFolder();
    symlinkSync(outside, join(to, 'd'));
    await restoreFolder(to, { files, links: {}, left: [] }, contents);
    expect(existsSync(join(outside, 'f'))).toBe(false);
    expect(lstatSync(join(to, 'd')).isDirectory()).toBe(true);
  });
});
