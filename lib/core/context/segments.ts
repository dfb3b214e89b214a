import * as z from 'zod';
import { Fault } from '../shared/faults.ts';
import type { Json } from '../shared/json.ts';
import type { Key, Row, Table } from '../shared/table.ts';
import { type Address, sortOf } from './address.ts';
import type { Commit } from './commit.ts';

/** Versions that one segment spans. */
export const SEGMENT = 256;

/** Commits of one branch in one row: a cache that makes a long history a few reads, and never the truth. */
const Segment = z.object({ schema: z.literal(1), commits: z.array(z.unknown()) });

export interface Segments {
  /** The commits behind a version, as far as segments hold them without a gap. */
  readonly after: (address: Address, version: number) => Promise<readonly Commit[]>;
  /** Makes the segments that a stretch of commits fills, unless they stand. */
  readonly keep: (address: Address, commits: readonly Commit[]) => Promise<void>;
  /** Makes them, and anew where they stand. */
  readonly replace: (address: Address, commits: readonly Commit[]) => Promise<void>;
}

export const createSegments = (table: Table): Segments => ({
  after: async (address, version) => {
    const commits: Commit[] = [];
    const { partition } = keyOf(address, version);
    for await (const row of table.list(partition, { after: sortOf(version) })) {
      const last = version + commits.length;
      const next = read(row).filter((commit) => commit.version > last);
      if (next[0]?.version !== last + 1) break;
      commits.push(...next);
    }
    return commits;
  },
  keep: async (address, commits) => {
    for (const segment of segmentsIn(address, commits)) await table.put(segment, 'absent');
  },
  replace: async (address, commits) => {
    for (const segment of segmentsIn(address, commits)) await replace(table, segment);
  },
});

async function replace(table: Table, segment: Row): Promise<void> {
  let standing = await table.get(segment);
  for (;;) {
    const row = { ...segment, version: (standing?.version ?? 0) + 1 };
    const outcome = await table.put(row, standing ? { version: standing.version } : 'absent');
    if (outcome.kind === 'put') return;
    standing = outcome.standing;
  }
}

/** The rows of those segments that the commits reach the end of. */
const segmentsIn = (address: Address, commits: readonly Commit[]): readonly Row[] =>
  [...Map.groupBy(commits, ({ version }) => endOf(version))]
    .filter(([end, whole]) => whole.at(-1)?.version === end)
    .map(([end, whole]) => ({ ...keyOf(address, end), version: 1, body: toBody(whole) }));

/** The last version of the segment that a version lies in. */
const endOf = (version: number) => Math.ceil(version / SEGMENT) * SEGMENT;

const keyOf = ({ tenant, context, branch }: Address, end: number): Key => ({
  partition: `${tenant}/segments/${context}/${branch}`,
  sort: sortOf(end),
});

const toBody = (commits: readonly Commit[]): Json => ({
  schema: 1,
  commits: commits as unknown as Json, // commits are JSON, their absent members aside
});

/** Its commits were checked when they were read from their rows. */
function read(row: Row): readonly Commit[] {
  const parsed = Segment.safeParse(row.body);
  if (parsed.success) return parsed.data.commits as Commit[];
  throw new Fault('store.broken', {
    place: `${row.partition} ${row.sort}`,
    detail: 'it is no segment that this version of massgen knows',
  });
}
