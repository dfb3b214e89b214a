import { Fault } from '../core/shared/faults.ts';
import type { Key, Row } from '../core/shared/table.ts';
import { type Bodies, placeOf } from './bodies.ts';

/** A row as an engine keeps it. */
export interface StoredRow extends Key {
  readonly version: number;
  readonly body: Uint8Array;
  /** Only of a row that is to be written: see `Row`. */
  readonly expires?: Date;
}

/**
 * The row that was found, with its body. When the body is gone the row was replaced or removed
 * after it was found, so it is looked up again. Throws `store.broken` when it was not.
 */
export async function toRow(
  bodies: Bodies,
  found: StoredRow | undefined,
  find: (key: Key) => Promise<StoredRow | undefined>,
): Promise<Row | undefined> {
  if (!found) return undefined;
  const { partition, sort, version } = found;
  const body = await bodies.decode(found, found.body);
  if (body !== undefined) return { partition, sort, version, body };
  const again = await find(found);
  if (again && Buffer.compare(again.body, found.body) === 0)
    throw new Fault('store.broken', { place: placeOf(found), detail: 'its blob is missing' });
  return toRow(bodies, again, find);
}
