import type { Blobs } from '../../core/shared/blobs.ts';
import { sha256 } from '../../core/shared/hash.ts';

/** Blobs that live as long as the process: the companion of a table in memory. */
export function createMemoryBlobs(): Blobs {
  const byTenant = new Map<string, Map<string, Uint8Array>>();
  return {
    async put(tenant, bytes) {
      const hash = sha256(bytes);
      const blobs = byTenant.get(tenant) ?? new Map<string, Uint8Array>();
      byTenant.set(tenant, blobs.set(hash, Uint8Array.from(bytes)));
      return hash;
    },
    async get(tenant, hash) {
      const bytes = byTenant.get(tenant)?.get(hash);
      return bytes && Uint8Array.from(bytes);
    },
    async remove(tenant, hash) {
      byTenant.get(tenant)?.delete(hash);
    },
  };
}
