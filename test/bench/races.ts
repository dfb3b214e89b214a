import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Place } from '../../lib/local/place.ts';
import { contextAt, inPlace, logOn, update } from './_bench-log.ts';
import { beside, type Figure } from './measure.ts';
import { rawPuts } from './raw-puts.ts';

const WRITERS = 50;
const ROUNDS = 20;

/** Many writers at once on one context: in one process, and each in a process of its own. */
export const races = (): Promise<readonly Figure[]> =>
  inPlace(async (place, data) => {
    const within: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) within.push(...(await together(place, round)));
    const apart = await inProcesses(data);
    const raw = await rawPuts(data, ROUNDS, WRITERS, 4_000);
    const baseline = `${WRITERS} raw puts of 4 kB`;
    return [
      beside('context.race.process', worst(within), baseline, raw),
      beside('context.race.processes', worst(apart), baseline, raw),
    ];
  });

/** The last of each round: all have landed by then. */
const worst = (taken: readonly number[]) =>
  Array.from({ length: taken.length / WRITERS }, (_, round) =>
    Math.max(...taken.slice(round * WRITERS, (round + 1) * WRITERS)),
  );

async function together({ table }: Place, round: number): Promise<readonly number[]> {
  const log = logOn(table);
  const address = contextAt('one-process');
  const from = performance.now();
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    const outcome = await log.commit(address, update(round * WRITERS + writer));
    if (outcome.kind !== 'committed') throw new Error('one was lost');
    return performance.now() - from;
  });
  return Promise.all(writers);
}

async function inProcesses(data: string): Promise<readonly number[]> {
  const writer = fileURLToPath(new URL('_writer.ts', import.meta.url));
  const processes = Array.from({ length: WRITERS }, (_, seed) =>
    spawn(process.execPath, [writer, data, 'many-processes', String(seed)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(processes.map(lineOf));
  const reports = processes.map(lineOf);
  for (const { stdin } of processes) stdin?.write('go\n');
  const told = (await Promise.all(reports)).map((line) => JSON.parse(line));
  for (const { stdin } of processes) stdin?.end();
  if (told.some(({ kind }) => kind !== 'committed')) throw new Error('one was lost');
  return told.map(({ ms }) => ms);
}

const lineOf = async ({ stdout }: ChildProcess): Promise<string> => {
  const [line] = stdout ? await once(stdout, 'data') : [];
  return String(line);
};
