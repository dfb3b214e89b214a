import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, stringIn } from '../json-object.ts';
import type { Entry } from './line.ts';
import { isBoundary, type Tree } from './tree.ts';

/** The uuid of what an entry follows; for a boundary, of what was said last before it. */
export const followed = (entry: Entry): string | undefined =>
  isBoundary(entry) ? stringIn(entry.value, 'logicalParentUuid') || undefined : entry.parent;

/**
 * What an entry follows, where it is to be had. A boundary of 2.1.331 names an entry that is never
 * written: it follows what was written last.
 */
export function above(entry: Entry, { byUuid, beforeBoundary }: Tree): Entry | undefined {
  const uuid = followed(entry);
  return uuid === undefined ? undefined : (byUuid.get(uuid) ?? beforeBoundary.get(entry));
}

/** Entries from before a boundary that are still told, right behind the summary. */
export interface Preserved {
  /** The uuid of the entry that they follow. */
  readonly anchor: string;
  readonly entries: readonly Entry[];
}

export function preservedBy({ value }: Entry, tree: Tree): Preserved | undefined {
  const metadata = objectIn(value['compactMetadata']);
  const messages = objectIn(metadata['preservedMessages']);
  const segment = objectIn(metadata['preservedSegment']);
  const anchor = stringIn(messages, 'anchorUuid') || stringIn(segment, 'anchorUuid');
  const uuids = messages['uuids'];
  const entries = Array.isArray(uuids)
    ? uuids.flatMap((uuid) => entryOf(uuid, tree))
    : stretch(stringIn(segment, 'headUuid'), stringIn(segment, 'tailUuid'), tree);
  return anchor === '' ? undefined : { anchor, entries: [...new Set(entries)] };
}

const objectIn = (value: Json | undefined) => (isJsonObject(value) ? value : {});

function entryOf(uuid: Json, tree: Tree): readonly Entry[] {
  const entry = typeof uuid === 'string' ? tree.byUuid.get(uuid) : undefined;
  return entry ? [entry] : [];
}

/** The entries from one to a later one; none where the later does not come after it. */
function stretch(head: string, tail: string, tree: Tree): readonly Entry[] {
  const passed = new Set<Entry>();
  let at = tree.byUuid.get(tail);
  while (at && !passed.has(at)) {
    passed.add(at);
    if (at.uuid === head) return [...passed].reverse();
    at = at.parent === undefined ? undefined : tree.byUuid.get(at.parent);
  }
  return [];
}
