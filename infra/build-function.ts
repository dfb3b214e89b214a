import { join } from 'node:path';
import { buildSync } from 'esbuild';

export const ROOT = join(import.meta.dirname, '..');

/**
 * Builds one file of `functions/` for Node 24 on Lambda into `folder`, `external` packages left out.
 * What is imported on demand is a part of its own, so that a function starts without its SDK.
 */
export function buildFunction(entry: string, external: readonly string[], folder: string): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: { index: `functions/${entry}.ts` },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: [...external],
    legalComments: 'none',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}
