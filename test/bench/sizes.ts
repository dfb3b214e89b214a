import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contextAt, grow, inPlace, logOn } from './_bench-log.ts';
import { beside, type Figure } from './measure.ts';

const MESSAGES = 1_000;
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
  const held = await inPlace(async (_, data) => memoryOf(data));
  return [
    { ...beside('context.stored', [stored[0]], 'the bodies', [stored[1]], 'MB') },
    { ...beside('context.memory', [held.used / MB], 'one small context', [held.bare / MB], 'MB') },
  ];
};

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

function memoryOf(data: string): { readonly bare: number; readonly used: number } {
  const reader = fileURLToPath(new URL('_contexts-in-use.ts', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', reader, data]).toString());
}
