import { randomBytes } from 'node:crypto';
import type { Blobs } from '../core/shared/blobs.ts';
import type { Json } from '../core/shared/json.ts';
import type { Key } from '../core/shared/table.ts';
import { decode, encode, pointedAt, toPointer } from './codec.ts';

/** Stored bytes that a row may hold; a larger body goes to the blobs. */
const MAX_IN_ROW = 100 * 1024;
const SALT_BYTES = 16;

/** Where a table keeps the bodies of its rows: in the row, or in the tenant's blobs. */
export interface Bodies {
  /** What an engine stores for a body. Throws `context.tooLarge` and what `Blobs` throws. */
  readonly encode: (key: Key, body: Json) => Promise<Uint8Array>;
  /**
   * Undefined: its blob is gone, because the row was replaced or removed meanwhile. Throws
   * `store.newer`, `store.broken` and what `Blobs` throws.
   */
  readonly decode: (key: Key, stored: Uint8Array) => Promise<Json | undefined>;
  /** Forgets the blob behind what no row holds any more, or never did. */
  readonly forget: (key: Key, stored: Uint8Array) => Promise<void>;
}

/**
 * A blob here belongs to one row: it begins with salt, so its hash is nobody else's. So it can go
 * when its row goes, and the copy of a writer that lost a race can go with the loser.
 */
export const createBodies = (blobs: Blobs): Bodies => ({
  async encode(key, body) {
    const stored = encode(placeOf(key), body);
    if (stored.byteLength <= MAX_IN_ROW) return stored;
    const salted = Buffer.concat([randomBytes(SALT_BYTES), stored]);
    return toPointer(await blobs.put(tenantOf(key), salted));
  },

  async decode(key, stored) {
    const hash = pointedAt(stored);
    if (hash === undefined) return decode(placeOf(key), stored);
    const salted = await blobs.get(tenantOf(key), hash);
    return salted && decode(placeOf(key), salted.subarray(SALT_BYTES));
  },

  async forget(key, stored) {
    const hash = pointedAt(stored);
    if (hash !== undefined) await blobs.remove(tenantOf(key), hash);
  },
});

/** How a fault names a row. */
export const placeOf = ({ partition, sort }: Key): string => `${partition} ${sort}`;

const tenantOf = ({ partition }: Key): string => partition.split('/', 1)[0] ?? partition;
