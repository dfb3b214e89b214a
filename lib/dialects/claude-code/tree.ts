import type { Entry, Line } from './line.ts';

/** The entries of one thread of a session. */
export interface Tree {
  /** In the order in which they were written, which is not that of the conversation. */
  readonly entries: readonly Entry[];
  readonly byUuid: ReadonlyMap<string, Entry>;
  /** Where the session is said to be, the latest word last. */
  readonly leaves: readonly string[];
  /** For an entry after a damaged line: the last one before that line. */
  readonly beforeDamage: ReadonlyMap<Entry, Entry>;
  /** For a boundary: the last entry that was written before it. */
  readonly beforeBoundary: ReadonlyMap<Entry, Entry>;
}

/**
 * The main thread; in the file of a subagent, that one. Of two entries with one uuid the later
 * stands.
 */
export function growTree(lines: readonly Line[]): Tree {
  const all = lines.filter((line) => line.kind === 'entry');
  const main = all.filter((entry) => !isSidechain(entry));
  const thread = main.length > 0 ? main : all;
  const byUuid = new Map(thread.map((entry) => [entry.uuid, entry]));
  const entries = thread.filter((entry) => byUuid.get(entry.uuid) === entry);
  return {
    entries,
    byUuid,
    leaves: lines.filter((line) => line.kind === 'side').flatMap(({ leaf }) => leaf ?? []),
    beforeDamage: findDamage(lines, new Set(entries)),
    beforeBoundary: new Map(entries.flatMap(withBefore)),
  };
}

export const isSidechain = ({ value }: Entry): boolean => value['isSidechain'] === true;

/** Where what came before was put into a summary: the conversation starts anew behind it. */
export const isBoundary = ({ type, value, parent }: Entry): boolean =>
  type === 'system' && value['subtype'] === 'compact_boundary' && parent === undefined;

function withBefore(
  entry: Entry,
  place: number,
  entries: readonly Entry[],
): readonly (readonly [Entry, Entry])[] {
  const before = isBoundary(entry) ? entries[place - 1] : undefined;
  return before ? [[entry, before]] : [];
}

function findDamage(lines: readonly Line[], thread: ReadonlySet<Entry>): Tree['beforeDamage'] {
  const found = new Map<Entry, Entry>();
  let last: Entry | undefined;
  let before: Entry | undefined;
  for (const line of lines) {
    if (line.kind === 'unreadable') before = last;
    if (line.kind !== 'entry' || !thread.has(line)) continue;
    if (before) found.set(line, before);
    last = line;
  }
  return found;
}
