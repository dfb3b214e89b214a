import type { ContextLog } from '../../lib/core/context/context-log.ts';
import { watchContext } from '../../lib/core/context/watch-context.ts';
import { openPlace, type Place } from '../../lib/local/place.ts';
import { systemClock } from '../../lib/runtime/system.ts';
import { contextAt, grow, inPlace, logOn, update } from './_bench-log.ts';
import { beside, type Figure } from './measure.ts';
import { rawPuts } from './raw-puts.ts';

const READERS = 8;
const RUNS = 200;
const silent = () => undefined;

/** From a commit's being acknowledged until the last of eight watchers has it. */
export const readers = (): Promise<readonly Figure[]> =>
  inPlace(async (place, data) => {
    const figures: (readonly [name: string, taken: readonly number[]])[] = [];
    for (const length of [4, 5_000]) {
      const taken = await push(place, place, `near-${length}`, length);
      figures.push([`context.push.process.${length}`, taken]);
    }
    const elsewhere = await openPlace(data, silent, silent);
    figures.push(['context.push.connection', await push(place, elsewhere, 'far', 4)]);
    elsewhere.close();
    const raw = await rawPuts(data, RUNS, 1, 4_000);
    return figures.map(([name, taken]) => beside(name, taken, 'a raw put of 4 kB', raw));
  });

async function push(writing: Place, reading: Place, context: string, length: number) {
  const [writer, reader] = [logOn(writing.table), logOn(reading.table)];
  const address = contextAt(context);
  const from = await grow(writer, address, length, 400);
  const seen = Array.from({ length: READERS }, () => watched(reader, reading, context, from));
  const taken: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const waiting = Promise.all(seen.map((one) => one.next()));
    await systemClock.pause(1);
    await writer.commit(address, update(run));
    const landed = performance.now();
    await waiting;
    taken.push(performance.now() - landed);
  }
  for (const one of seen) await one.return(undefined);
  return taken;
}

const watched = (log: ContextLog, { onChange }: Place, context: string, from: number) =>
  watchContext(log, contextAt(context), onChange, { from });
