import { Fault } from '../shared/faults.ts';

export const MAX_ITEM_BYTES = 4 * 1024 * 1024;
export const MAX_COMMIT_BYTES = 16 * 1024 * 1024;
/** Races that a writer may lose in a row before it is told that the context is busy. */
export const MAX_RACES = 100;

/** Throws `context.tooLarge` past `maxBytes`. */
export function checkSize(what: string, bytes: number, maxBytes: number): void {
  if (bytes > maxBytes) throw new Fault('context.tooLarge', { what, bytes, maxBytes });
}
