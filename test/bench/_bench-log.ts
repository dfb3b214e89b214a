import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, mainBranch } from '../../lib/core/context/address.ts';
import { type ContextLog, createContextLog } from '../../lib/core/context/context-log.ts';
import type { Draft } from '../../lib/core/context/draft.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { openPlace, type Place } from '../../lib/local/place.ts';
import { openRedactor } from '../../lib/runtime/redaction.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { prose } from './prose.ts';

/** The job of every figure about the context: an update of 4 kB of text that does not repeat itself. */
export const BYTES = 4_000;

export const contextAt = (name: string): Address => mainBranch('local', name);

export const update = (seed: number, item = `note/${seed}`, bytes = BYTES): Draft => ({
  author: { agent: 'bench' },
  operations: [{ op: 'put', item, kind: 'note', body: prose(bytes, seed) }],
});

export const logOn = (table: Table): ContextLog =>
  createContextLog({ table, clock: systemClock, ids: randomIds, redactor });

/** As the product has it, with no keys of its own. */
const redactor = openRedactor(() => []);

const silent = () => undefined;

/** A place in a folder of its own, for as long as the work takes. */
export async function inPlace<T>(work: (place: Place, data: string) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'massgen-bench-'));
  const place = await openPlace(data, silent, silent);
  try {
    return await work(place, data);
  } finally {
    place.close();
    rmSync(data, { recursive: true });
  }
}

/** Lets a context grow to so many commits, and answers with its length. */
export async function grow(log: ContextLog, address: Address, length: number, bytes = BYTES) {
  const { commits } = await log.history(address);
  for (let seed = commits.length; seed < length; seed += 1)
    await log.commit(address, update(seed, `message/${seed}`, bytes), seed);
  return length;
}
