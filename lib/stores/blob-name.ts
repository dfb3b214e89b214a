import { Fault } from '../core/shared/faults.ts';
import { sha256 } from '../core/shared/hash.ts';

/** What `Blobs` answers a put with, and nothing else. */
export const isHash = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** `TENANT/FIRST TWO CHARACTERS/HASH`, the path of a file or the key of an object. */
export const blobName = (tenant: string, hash: string): string =>
  [folderOf(tenant), hash.slice(0, 2), hash].join('/');

/** The bytes that were read, if they are the ones that were put. Throws `store.broken`. */
export function verified(place: string, hash: string, bytes: Uint8Array): Uint8Array {
  if (sha256(bytes) === hash) return bytes;
  throw new Fault('store.broken', { place, detail: 'it does not fit its hash' });
}

/** A name that no path can escape from, and that a file system which ignores case keeps apart. */
const folderOf = (tenant: string) =>
  /^[a-z0-9][a-z0-9_-]{0,63}$/.test(tenant) ? tenant : `~${sha256(tenant)}`;
