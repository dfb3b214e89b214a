import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { YOUNG_GENERATION } from '../../lib/cli/young-generation.ts';
import { commitsOf } from '../../lib/core/context/address.ts';
import { contextAt, grow, inPlace, logOn } from './_bench-log.ts';
import { beside, type Figure } from './measure.ts';

const MESSAGES = 1_000;
/** Contexts that are in use, their messages, and the bytes of each. */
const IN_USE = { contexts: 100, messages: 5_000, bytes: 1_000 };
const MB = 1024 * 1024;

/** Bytes on disk for a thousand messages of 4 kB, and memory of a process with long contexts in use. */
export const sizes = async (): Promise<readonly Figure[]> => {
  const stored = await inPlace(async ({ table, close }, data) => {
    const log = logOn(table);
    await grow(log, contextAt('stored'), MESSAGES);
    const { bytes } = await log.history(contextAt('stored'));
    close();
    return [bytesIn(data) / MB, bytes / MB] as const;
  });
  const held = await inPlace(async ({ table }, data) => {
    await grow(logOn(table), contextAt('context-0'), IN_USE.messages, IN_USE.bytes);
    copy(data);
    return memoryOf(data);
  });
  return [
    { ...beside('context.stored', [stored[0]], 'the bodies', [stored[1]], 'MB') },
    {
      ...beside(
        'context.memory',
        [held.used / MB],
        'before it has read any',
        [held.bare / MB],
        'MB',
      ),
    },
  ];
};

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

/** A context's rows once more under other names: faster than to write them. */
function copy(data: string) {
  const database = new DatabaseSync(join(data, 'massgen.sqlite'));
  const insert = database.prepare(
    'INSERT INTO rows SELECT ?, sort, version, body FROM rows WHERE partition = ?',
  );
  for (let at = 1; at < IN_USE.contexts; at += 1)
    insert.run(commitsOf(contextAt(`context-${at}`)), commitsOf(contextAt('context-0')));
  database.close();
}

/** Of a process that runs what is shipped, started as `massgen serve` is, and no compiler beside it. */
function memoryOf(data: string): { readonly bare: number; readonly used: number } {
  const folder = join(data, 'built');
  buildSync({
    entryPoints: [fileURLToPath(new URL('_contexts-in-use.ts', import.meta.url))],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const reader = join(folder, '_contexts-in-use.mjs');
  const args = ['--expose-gc', YOUNG_GENERATION, reader, data, `${IN_USE.contexts}`];
  return JSON.parse(execFileSync(process.execPath, args).toString());
}
