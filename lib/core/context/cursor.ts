import type { Table } from '../shared/table.ts';
import type { Address } from './address.ts';

/** How far a consumer of commits has come in each branch. */
export interface Cursors {
  /** The version that it has dealt with last; 0 before the first. */
  readonly at: (address: Address) => Promise<number>;
  /** Says that it has dealt with everything up to a version. It never goes back. */
  readonly advance: (address: Address, version: number) => Promise<void>;
}

export function createCursors(table: Table, consumer: string): Cursors {
  const read = async ({ tenant, context, branch }: Address) => {
    const key = { partition: `${tenant}/cursors/${consumer}`, sort: `${context}/${branch}` };
    const row = await table.get(key);
    return { key, row, version: typeof row?.body === 'number' ? row.body : 0 };
  };

  /** Whether the cursor stands there now, or further on. */
  const move = async (address: Address, version: number): Promise<boolean> => {
    const { key, row, version: standing } = await read(address);
    if (standing >= version) return true;
    const next = { ...key, version: (row?.version ?? 0) + 1, body: version };
    const outcome = await table.put(next, row ? { version: row.version } : 'absent');
    return outcome.kind === 'put';
  };

  return {
    at: async (address) => (await read(address)).version,
    advance: async (address, version) => {
      while (!(await move(address, version)));
    },
  };
}
