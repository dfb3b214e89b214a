import { describe, expect, it } from 'vitest';
import type { Blobs } from '../../lib/core/shared/blobs.ts';
import type { Row } from '../../lib/core/shared/table.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { createSqliteTable } from '../../lib/stores/sqlite/sqlite-table.ts';
import { noiseText } from '../conformance/_noise.ts';

describe('where the bodies of rows are kept', () => {
  it('a large body is a blob of the tenant, and a small one none', async () => {
    const { table, kept } = aStore();
    await table.put(aRow({ sort: 'small', body: noiseText(20_000) }), 'absent');
    await table.put(aRow({ sort: 'dull', body: 'x'.repeat(2_000_000) }), 'absent');
    expect(kept.size).toBe(0);
    await table.put(aRow(), 'absent');
    expect([...kept.values()]).toEqual(['tenant']);
  });

  it('a blob goes when its row is replaced', async () => {
    const { table, kept } = aStore();
    await table.put(aRow(), 'absent');
    const [first] = kept.keys();
    await table.put(aRow({ version: 2 }), { version: 1 });
    expect(kept.size).toBe(1);
    expect(kept.has(`${first}`)).toBe(false);
    await table.put(aRow({ version: 3, body: 'purged' }), { version: 2 });
    expect(kept.size).toBe(0);
  });

  it('a blob goes when its row is removed', async () => {
    const { table, kept } = aStore();
    await table.put(aRow(), 'absent');
    await table.remove(aRow(), { version: 1 });
    expect(kept.size).toBe(0);
  });

  it('a writer that is refused leaves no blob behind, and takes nobody’s', async () => {
    const { table, kept } = aStore();
    await table.put(aRow(), 'absent');
    await table.put(aRow(), 'absent');
    await table.put(aRow({ version: 3 }), { version: 2 });
    await table.remove(aRow(), { version: 2 });
    expect(kept.size).toBe(1);
    expect(await table.get(aRow())).toEqual(aRow());
  });

  it('an append leaves the blobs of those rows alone that it has put', async () => {
    const { table, kept } = aStore();
    await table.put(aRow({ sort: 'b' }), 'absent');
    expect(await table.append(['a', 'b', 'c'].map((sort) => aRow({ sort })))).toBe(1);
    expect(kept.size).toBe(2);
    for (const sort of ['a', 'b']) expect(await table.get(aRow({ sort }))).toEqual(aRow({ sort }));
  });

  it('one row’s blob is not another’s, even with the same body', async () => {
    const { table, kept } = aStore();
    await table.put(aRow({ sort: 'one' }), 'absent');
    await table.put(aRow({ sort: 'two' }), 'absent');
    expect(kept.size).toBe(2);
    await table.remove(aRow({ sort: 'one' }), { version: 1 });
    expect(await table.get(aRow({ sort: 'two' }))).toEqual(aRow({ sort: 'two' }));
  });

  it('a reader whose blob goes under its hands finds the row that came instead', async () => {
    const { table, beforeNextGet } = aStore();
    await table.put(aRow(), 'absent');
    beforeNextGet(() => table.put(aRow({ version: 2, body: 'next' }), { version: 1 }));
    expect(await table.get(aRow())).toEqual(aRow({ version: 2, body: 'next' }));
  });

  it('a list leaves out a row that was removed under its hands', async () => {
    const { table, beforeNextGet } = aStore();
    await table.put(aRow(), 'absent');
    beforeNextGet(() => table.remove(aRow(), { version: 1 }));
    for await (const row of table.list(aRow().partition)) expect(row).toBeUndefined();
    expect(await table.get(aRow())).toBeUndefined();
  });

  it('a row whose blob was lost is broken', async () => {
    const { table, blobs, kept } = aStore();
    await table.put(aRow(), 'absent');
    for (const hash of kept.keys()) await blobs.remove('tenant', hash);
    await expect(table.get(aRow())).rejects.toMatchObject({
      code: 'store.broken',
      facts: { place: 'tenant/things one' },
    });
  });
});

const aRow = (row: Partial<Row> = {}): Row => ({
  partition: 'tenant/things',
  sort: 'one',
  version: 1,
  body: noiseText(200_000),
  ...row,
});

/** A store whose blobs can be watched: who owns which, and what happens as one is read. */
function aStore() {
  const inner = createMemoryBlobs();
  const kept = new Map<string, string>();
  const pending: (() => Promise<unknown>)[] = [];
  const blobs: Blobs = {
    async put(tenant, bytes) {
      const hash = await inner.put(tenant, bytes);
      kept.set(hash, tenant);
      return hash;
    },
    async get(tenant, hash) {
      await pending.shift()?.();
      return inner.get(tenant, hash);
    },
    async remove(tenant, hash) {
      kept.delete(hash);
      await inner.remove(tenant, hash);
    },
  };
  const clock = { pause: async () => undefined };
  const table = createSqliteTable({ file: ':memory:', blobs, clock, chance: () => 0.5 });
  return {
    table,
    blobs,
    kept,
    beforeNextGet: (act: () => Promise<unknown>) => pending.push(act),
  };
}
