import type { SharedCommit } from '../../../lib/claude-code/sharing/to-commits.ts';
import type { Item } from '../../../lib/core/context/item.ts';

/** The items that commits leave behind, as a context would have them. */
export function fold(commits: readonly SharedCommit[], before = 0): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>();
  for (const [place, { author, operations }] of commits.entries())
    for (const operation of operations) {
      if (operation.op !== 'put') continue;
      const { item: id, kind, body, tags = [], visibility = 'shared' } = operation;
      const version = before + place + 1;
      items.delete(id);
      items.set(id, { id, kind, author, version, tags, visibility, body });
    }
  return items;
}
