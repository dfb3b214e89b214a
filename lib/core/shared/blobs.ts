/**
 * Large bodies, kept by content under a tenant.
 *
 * Contract, proved for every adapter by `test/conformance/blobs.ts`:
 * - `put` answers with the SHA-256 of the bytes in base64url, and is the same put however often.
 * - `get` yields the very bytes, or undefined when there are none. Bytes that do not fit their hash
 *   are the fault `store.broken`, never an answer, and putting the right ones again mends it.
 * - A hash alone opens nothing: another tenant's blob is not there.
 * - A reader never sees half a blob, even when its writer died.
 */
export interface Blobs {
  readonly put: (tenant: string, bytes: Uint8Array) => Promise<string>;
  readonly get: (tenant: string, hash: string) => Promise<Uint8Array | undefined>;
  /** Forgets one; what is not there is forgotten already. */
  readonly remove: (tenant: string, hash: string) => Promise<void>;
}
