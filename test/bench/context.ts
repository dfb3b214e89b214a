import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mainBranch } from '../../lib/core/context/address.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import type { Draft } from '../../lib/core/context/draft.ts';
import { openPlace } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { beside, type Figure, times } from './measure.ts';
import { prose } from './prose.ts';
import { rawPuts } from './raw-puts.ts';

const BYTES = 4_000;
const RUNS = 500;

const address = mainBranch('local', 'bench');

const draft = (seed: number): Draft => ({
  author: { agent: 'bench' },
  operations: [{ op: 'put', item: `note/${seed}`, kind: 'note', body: prose(BYTES, seed) }],
});

/** What one turn asks of the log: read what is new, commit 4 kB; while another writer goes on. */
export async function context(): Promise<readonly Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'massgen-bench-'));
  const place = await openPlace(
    data,
    () => undefined,
    () => undefined,
  );
  const log = createContextLog({ table: place.table, clock: systemClock, ids: randomIds });
  const other = createContextLog({ table: place.table, clock: systemClock, ids: randomIds });
  try {
    const commits = await times(RUNS, 20, (run) => log.commit(address, draft(run)));
    let seed = RUNS;
    const turns: number[] = [];
    for (let turn = 0; turn < RUNS; turn += 1) {
      seed += 2;
      await other.commit(address, draft(seed));
      turns.push(
        ...(await times(1, 0, async () => {
          const { commits: seen } = await log.history(address);
          await log.commit(address, draft(seed + 1), seen.length);
        })),
      );
    }
    const raw = await rawPuts(data, RUNS, 1, BYTES);
    return [
      beside('context.commit.sqlite', commits, 'a raw put of 4 kB', raw),
      beside('context.turn.sqlite', turns, 'a raw put of 4 kB', raw),
    ];
  } finally {
    place.close();
    rmSync(data, { recursive: true });
  }
}
