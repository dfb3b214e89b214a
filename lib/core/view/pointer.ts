import type { Item } from '../context/item.ts';

/** Leads back to an item as a commit left it. */
export interface Pointer {
  readonly item: string;
  readonly version: number;
}

export const pointerTo = ({ id, version }: Pick<Item, 'id' | 'version'>): Pointer => ({
  item: id,
  version,
});
