import { once } from '../shared/once.ts';
import type { Commit } from './commit.ts';
import type { Item } from './item.ts';
import type { State } from './state.ts';
import { toItem } from './to-item.ts';

/** What a commit made of an item; undefined: nothing is left of it. */
interface Written {
  readonly version: number;
  readonly item: Item | undefined;
  /** Its place among all items: since it was put first, or again after it was gone. */
  readonly place: number;
}

/** Every version of every item, so that each state of a branch can be looked at without folding anew. */
export interface ItemVersions {
  readonly commits: readonly Commit[];
  /** UTF-8 bytes of all bodies. */
  readonly bytes: number;
  /** Takes in the commit behind the last one. */
  readonly take: (commit: Commit) => void;
  readonly at: (version: number) => State;
}

export function createItemVersions(): ItemVersions {
  const commits: Commit[] = [];
  const written = new Map<string, Written[]>();
  let places = 0;
  let bytes = 0;
  let isInOrder = true;

  const write = (id: string, version: number, item: Item | undefined) => {
    const before = written.get(id);
    const last = before?.at(-1);
    if (before && item && !last?.item) isInOrder = false;
    const place = last?.item ? last.place : ++places;
    const next: Written = { version, item, place };
    if (before) before.push(next);
    else written.set(id, [next]);
  };

  const standing = (version: number): Iterable<Item> => {
    const found: Written[] = [];
    for (const all of written.values()) {
      const last = lastUpTo(all, version);
      if (last?.item) found.push(last);
    }
    if (!isInOrder) found.sort((a, b) => a.place - b.place);
    return found.flatMap(({ item }) => item ?? []);
  };

  return {
    commits,
    get bytes() {
      return bytes;
    },
    take: (commit) => {
      for (const operation of commit.operations)
        write(
          operation.item,
          commit.version,
          operation.op === 'put' ? toItem(commit, operation) : undefined,
        );
      commits.push(commit);
      bytes += commit.bytes;
    },
    at: (version) => ({
      version: Math.min(version, commits.length),
      items: {
        get: (id) => lastUpTo(written.get(id), version)?.item,
        has: (id) => lastUpTo(written.get(id), version)?.item !== undefined,
        values: once(() => standing(version)),
      },
    }),
  };
}

/** Mostly the last one is asked for. */
function lastUpTo(all: readonly Written[] | undefined, version: number): Written | undefined {
  const last = all?.at(-1);
  return last === undefined || last.version <= version
    ? last
    : all?.findLast((one) => one.version <= version);
}
