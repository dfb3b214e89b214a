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

/**
 * The items that something shorter stands for, whole. One that has been changed, retired or purged
 * since is not what was shown, and is missing.
 */
export function expand(
  pointers: readonly Pointer[],
  items: { readonly get: (id: string) => Item | undefined },
): readonly Item[] {
  return pointers.flatMap(({ item, version }) => {
    const found = items.get(item);
    return found?.version === version ? [found] : [];
  });
}
