import type { Entry } from './entry.ts';

/** Of JSON text, about, in one row: compressed, most of them stay below what goes to the blobs. */
const MAX_ROW_CHARACTERS = 256 * 1024;

/** Entries in pieces that a row holds; one that is larger has a row for itself. */
export function inRows(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const rows: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const size = JSON.stringify(entry).length;
    if (size > room) {
      rows.push([]);
      room = MAX_ROW_CHARACTERS;
    }
    rows.at(-1)?.push(entry);
    room -= size;
  }
  return rows;
}
