import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';

/** What is published: the command and the library, in parts that are loaded when they are needed. */
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { main: 'lib/cli/main.ts', massgen: 'lib/local/massgen.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
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
