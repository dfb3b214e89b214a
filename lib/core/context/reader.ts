import type { Range, Table } from '../shared/table.ts';
import { type Address, commitsOf, sortOf } from './address.ts';
import type { Branches } from './branches.ts';
import { beginning, type Commit, type Position } from './commit.ts';
import { fromRow } from './commit-row.ts';
import { behind } from './lineage.ts';
import { createSegments, SEGMENT } from './segments.ts';

/** Where a branch stands, and since when; of an empty one nobody can say. */
export type Head = Position & { readonly at?: string };

/** Reads a branch's commits from where they lie: its own, and those of the branches it grew from. */
export interface Reader {
  /** Everything after a version, or the next `limit` commits of it, from the rows. */
  readonly after: (address: Address, version: number, limit?: number) => Promise<readonly Commit[]>;
  /** Everything, a long history mostly from its segments, which are made when they are missing. */
  readonly all: (address: Address) => Promise<readonly Commit[]>;
  /** The last commit. */
  readonly head: (address: Address) => Promise<Head>;
}

export function createReader(table: Table, branches: Branches): Reader {
  const segments = createSegments(table);

  const stretch = async (address: Address, after: number, upTo: number) => {
    const first = await collect(rows(table, address, after, upTo), SEGMENT);
    if (first.length < SEGMENT) return first;
    const cached = await segments.after(address, after + SEGMENT).catch(() => []);
    const more = cached.filter(({ version }) => version <= upTo);
    const last = await collect(rows(table, address, after + SEGMENT + more.length, upTo));
    if (last.length >= SEGMENT) await segments.keep(address, last).catch(() => undefined); // it is a cache
    return [...first, ...more, ...last];
  };

  return {
    after: async (address, version, limit = Number.POSITIVE_INFINITY) => {
      const commits: Commit[] = [];
      for (const { branch, upTo } of behind(await branches.lineageOf(address), version)) {
        const from = version + commits.length;
        const next = rows(table, { ...address, branch }, from, upTo, limit - commits.length);
        commits.push(...(await collect(next)));
      }
      return commits;
    },
    all: async (address) => {
      const commits: Commit[] = [];
      for (const { branch, upTo } of behind(await branches.lineageOf(address), 0))
        commits.push(...(await stretch({ ...address, branch }, commits.length, upTo)));
      return commits;
    },
    head: async (address) => {
      const lineage = await branches.lineageOf(address);
      for (const { branch, upTo } of lineage.toReversed()) {
        const range = { ...rangeOf(0, upTo), backwards: true, limit: 1 };
        for await (const row of table.list(commitsOf({ ...address, branch }), range))
          return fromRow(row);
      }
      return beginning;
    },
  };
}

async function* rows(table: Table, address: Address, after: number, upTo: number, limit?: number) {
  const range = rangeOf(after, upTo, limit);
  for await (const row of table.list(commitsOf(address), range)) yield fromRow(row);
}

const rangeOf = (after: number, upTo: number, limit = Number.POSITIVE_INFINITY): Range => ({
  after: sortOf(after),
  ...(Number.isFinite(upTo) && { upTo: sortOf(upTo) }),
  ...(Number.isFinite(limit) && { limit }),
});

async function collect<T>(all: AsyncIterable<T>, limit = Number.POSITIVE_INFINITY) {
  const first: T[] = [];
  for await (const one of all) if (first.push(one) === limit) break;
  return first;
}
