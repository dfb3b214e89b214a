import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { contextAt, grow, inPlace, logOn, update } from './_bench-log.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { openRaw } from './raw-puts.ts';

const LENGTHS = [4, 100, 1_000, 5_000];
const RUNS = 300;

/** A durable commit of 4 kB, its secrets masked, on top of histories of more and more messages. */
export const lengths = (): Promise<readonly Figure[]> =>
  inPlace(async ({ table }, data) => {
    const log = logOn(table);
    const raw = openRaw(new DatabaseSync(join(data, 'raw.sqlite')));
    const figures: Figure[] = [];
    for (const length of LENGTHS) {
      const address = contextAt(`of-${length}`);
      let version = await grow(log, address, length);
      const [commits, puts] = await timesInTurn(
        { n: RUNS, warmUp: 20 },
        async (run) => {
          await log.commit(address, update(run), version);
          version += 1;
        },
        (run) => raw.put(`${length}/${run}`, update(run)),
      );
      const name = `context.commit.sqlite.${length}`;
      figures.push(beside(name, commits, 'a raw put of it', puts));
    }
    raw.close();
    return figures;
  });
