import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Blobs } from '../../lib/core/shared/blobs.ts';
import { conformance } from './_conformance.ts';
import { noise } from './_noise.ts';

type Open = () => Blobs;

const rules = {
  'what was put comes back, whatever its size': async (open) => {
    const blobs = open();
    for (const size of [0, 1, 2_000, 150_000, 5_000_000]) {
      const bytes = aBlob(size);
      const hash = await blobs.put('tenant', bytes);
      expect(same(await blobs.get('tenant', hash), bytes)).toBe(true);
    }
  },

  'any bytes come back': async (open) => {
    const blobs = open();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const hash = await blobs.put('tenant', bytes);
        expect(same(await blobs.get('tenant', hash), bytes)).toBe(true);
      }),
      { numRuns: 50 },
    );
  },

  'what one connection put, another gets': async (open) => {
    const hash = await open().put('tenant', aBlob());
    expect(same(await open().get('tenant', hash), aBlob())).toBe(true);
  },

  'the answer is the SHA-256 in base64url': async (open) => {
    const hash = await open().put('tenant', aBlob());
    expect(hash).toBe(createHash('sha256').update(aBlob()).digest('base64url'));
  },

  'the same blob may be put however often, and at once': async (open) => {
    const hashes = await Promise.all(
      Array.from({ length: 8 }, () => open().put('tenant', aBlob(150_000))),
    );
    expect(new Set(hashes).size).toBe(1);
    const hash = await open().put('tenant', aBlob(150_000));
    expect(hash).toBe(hashes[0]);
    expect(same(await open().get('tenant', hash), aBlob(150_000))).toBe(true);
  },

  'what is changed after it was put or got changes no blob': async (open) => {
    const blobs = open();
    const bytes = aBlob();
    const hash = await blobs.put('tenant', bytes);
    bytes.fill(0);
    (await blobs.get('tenant', hash))?.fill(1);
    expect(same(await blobs.get('tenant', hash), aBlob())).toBe(true);
  },

  'what was never put is not there': async (open) => {
    const blobs = open();
    const hash = createHash('sha256').update('never').digest('base64url');
    expect(await blobs.get('tenant', hash)).toBeUndefined();
  },

  'what is no hash opens nothing': async (open) => {
    const blobs = open();
    const hash = await blobs.put('tenant', aBlob());
    const crooked = ['', '.', '..', '../..', `../${hash.slice(0, 2)}/${hash}`, `${hash} `, '\0'];
    for (const text of crooked) {
      expect(await blobs.get('tenant', text)).toBeUndefined();
      await blobs.remove('tenant', text);
    }
    expect(same(await blobs.get('tenant', hash), aBlob())).toBe(true);
  },

  "another tenant's blob is not there, whatever the tenants are called": async (open) => {
    const blobs = open();
    for (const [at, tenant] of hostile.entries()) {
      const bytes = aBlob(100, at);
      const hash = await blobs.put(tenant, bytes);
      expect(same(await blobs.get(tenant, hash), bytes)).toBe(true);
      for (const other of hostile.filter((name) => name !== tenant)) {
        expect(await blobs.get(other, hash)).toBeUndefined();
        await blobs.remove(other, hash);
      }
      expect(same(await blobs.get(tenant, hash), bytes)).toBe(true);
    }
  },

  'what is removed is gone, for this tenant only, and can be put again': async (open) => {
    const blobs = open();
    const hash = await blobs.put('tenant', aBlob());
    await blobs.put('neighbour', aBlob());
    await blobs.remove('tenant', hash);
    expect(await blobs.get('tenant', hash)).toBeUndefined();
    expect(same(await blobs.get('neighbour', hash), aBlob())).toBe(true);
    await blobs.put('tenant', aBlob());
    expect(same(await blobs.get('tenant', hash), aBlob())).toBe(true);
  },

  'removing what is not there is done already': async (open) => {
    const blobs = open();
    const hash = await blobs.put('tenant', aBlob());
    await blobs.remove('tenant', hash);
    await blobs.remove('tenant', hash);
    await blobs.remove('nobody', hash);
    expect(await blobs.get('tenant', hash)).toBeUndefined();
  },

  'a reader sees the whole blob or none, while it is being put': async (open) => {
    const bytes = aBlob(5_000_000);
    const hash = createHash('sha256').update(bytes).digest('base64url');
    const reader = open();
    let putting = true;
    const put = open()
      .put('tenant', bytes)
      .finally(() => {
        putting = false;
      });
    while (putting) {
      const seen = await reader.get('tenant', hash);
      expect(seen === undefined || same(seen, bytes)).toBe(true);
      await new Promise(setImmediate);
    }
    await put;
    expect(same(await reader.get('tenant', hash), bytes)).toBe(true);
  },
} satisfies Record<string, (open: Open) => Promise<void>>;

/** Every `Blobs` must pass this. */
export const blobsConformance = conformance('Blobs', rules);

const aBlob = (size = 100, seed?: number) => noise(size, seed);

const same = (left: Uint8Array | undefined, right: Uint8Array) =>
  left !== undefined && Buffer.compare(left, right) === 0;

const hostile = [
  'tenant',
  'TENANT',
  'tenant ',
  '.',
  '..',
  '../tenant',
  '/tenant',
  'tenant/..',
  'tenant\\..',
  '~tenant',
  'tenänt',
  'con',
  '\u{1f600}',
  't'.repeat(300),
];
