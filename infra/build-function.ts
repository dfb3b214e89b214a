import { join } from 'node:path';
import { buildSync } from 'esbuild';
import tokens from 'gpt-tokenizer/bpeRanks/o200k_base';
import { pack } from './vocabulary/pack.ts';

export const ROOT = join(import.meta.dirname, '..');

const VOCABULARY = 'gpt-tokenizer/bpeRanks/o200k_base';
let packed: string | undefined;

/** It takes a second, and is the same for all functions. */
function packedOnce(): string {
  packed ??= pack(tokens);
  return packed;
}

/**
 * Builds one file of `functions/` for Node 24 on Lambda into `folder`, `external` packages left out.
 * What is imported on demand is a part of its own, so that a function starts without its SDK. The
 * vocabulary that tokens are counted with goes in packed.
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
    alias: { [VOCABULARY]: './infra/vocabulary/packed.ts' },
    define: { PACKED_VOCABULARY: JSON.stringify(packedOnce()) },
    legalComments: 'none',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}
