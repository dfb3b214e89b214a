import { contextAt, inPlace, logOn, update } from './_bench-log.ts';
import { beside, type Figure, times } from './measure.ts';
import { rawPuts } from './raw-puts.ts';

const RUNS = 500;

/** What one turn asks of the log: read what is new, commit 4 kB; while another writer goes on. */
export const context = (): Promise<readonly Figure[]> =>
  inPlace(async ({ table }, data) => {
    const [log, other, address] = [logOn(table), logOn(table), contextAt('turns')];
    let seed = 0;
    const turns: number[] = [];
    for (let turn = 0; turn < RUNS; turn += 1) {
      seed += 2;
      await other.commit(address, update(seed));
      turns.push(
        ...(await times(1, 0, async () => {
          const { commits: seen } = await log.history(address);
          await log.commit(address, update(seed + 1), seen.length);
        })),
      );
    }
    const raw = await rawPuts(data, RUNS, 1, 4_000);
    return [beside('context.turn.sqlite', turns, 'a raw put of 4 kB', raw)];
  });
