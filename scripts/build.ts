import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What is published: the command and the library, in parts that are loaded when they are needed. */
const { metafile } = await build({
  entryPoints: { main: 'lib/cli/main.ts', massgen: 'lib/local/massgen.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.15',
  chunkNames: 'parts/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
await chmod('dist/main.js', 0o755);

/** Parts of earlier builds go last, so that what is running meanwhile finds its own. */
const made = new Set(Object.keys(metafile.outputs).map((file) => join(file)));
for (const entry of await readdir('dist', { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && !made.has(file)) await rm(file);
}
