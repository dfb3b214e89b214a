import { sortOf } from '../../core/context/address.ts';
import type { Table } from '../../core/shared/table.ts';
import { type Entry, MAIN } from './entry.ts';
import { type Kept, nothingKept } from './kept.ts';
import { rowsOf, SessionRow } from './session-row.ts';

export interface Thread {
  readonly entries: Entry[];
  readonly uuids: Set<string>;
}

/** A session as its rows tell it. Only `take` changes it. */
export interface Standing {
  readonly threads: ReadonlyMap<string, Thread>;
  readonly kept: () => Kept;
  readonly summary: () => Extract<SessionRow, { kind: 'entries' }>['summary'];
  /** The number of the row that comes next; 1 where there is none. */
  readonly next: () => number;
  /** When it last changed, in milliseconds since 1970. */
  readonly at: () => number;
  /** Adds the next row. */
  readonly take: (row: SessionRow) => void;
  /** Adds what another session holds. */
  readonly inherit: (other: Standing) => void;
}

export function emptyStanding(): Standing {
  const threads = new Map<string, Thread>();
  let kept = nothingKept;
  let summary: ReturnType<Standing['summary']>;
  let rows = 0;
  let at = 0;
  const threadOf = (name: string): Thread => {
    const thread = threads.get(name) ?? { entries: [], uuids: new Set() };
    threads.set(name, thread);
    return thread;
  };
  const takeEntries = (row: Extract<SessionRow, { kind: 'entries' }>) => {
    const { entries, uuids } = threadOf(row.thread);
    for (const entry of row.entries) {
      entries.push(entry);
      if (entry.uuid !== undefined) uuids.add(entry.uuid);
    }
    summary = row.summary ?? summary;
  };
  return {
    threads,
    kept: () => kept,
    summary: () => summary,
    next: () => rows + 1,
    at: () => at,
    take(row) {
      rows += 1;
      at = row.at;
      if (row.kind === 'epoch' && row.afresh) threads.clear();
      if (row.kind === 'entries') takeEntries(row);
      if (row.kind === 'kept') kept = row.kept;
    },
    inherit(other) {
      for (const [name, { entries, uuids }] of other.threads)
        threads.set(name, { entries: [...entries], uuids: new Set(uuids) });
      kept = other.kept();
      summary = other.summary();
    },
  };
}

/** What a session's main thread holds. */
export const mainOf = ({ threads }: Pick<Standing, 'threads'>): readonly Entry[] =>
  threads.get(MAIN)?.entries ?? [];

/** One tenant's sessions, as they are stored. */
export interface SessionPlace {
  readonly table: Table;
  readonly tenant: string;
}

/** Reads a session up to a row, its own or one that it went on from. */
export async function readSession(
  place: SessionPlace,
  session: string,
  upTo = Number.POSITIVE_INFINITY,
): Promise<Standing> {
  const standing = emptyStanding();
  await readOn(place, session, standing, upTo);
  return standing;
}

/** Adds the rows that were written since. */
export async function readOn(
  place: SessionPlace,
  session: string,
  standing: Standing,
  upTo = Number.POSITIVE_INFINITY,
): Promise<void> {
  const range = {
    after: sortOf(standing.next() - 1),
    ...(Number.isFinite(upTo) && { upTo: sortOf(upTo) }),
  };
  for await (const { body } of place.table.list(rowsOf(place.tenant, session), range)) {
    const row = SessionRow.parse(body);
    if (row.kind === 'fork') standing.inherit(await readSession(place, row.of, row.upTo));
    standing.take(row);
  }
}
