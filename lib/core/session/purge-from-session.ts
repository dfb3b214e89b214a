import type { Address } from '../context/address.ts';
import { type PurgeDeps, purgeItem } from '../context/purge-item.ts';
import { isReservedItem } from '../coordination/reserved.ts';
import { Fault } from '../shared/faults.ts';

/** What was only said: no run and no reactor needs it to go on. */
const isConversation = (item: string) => /^(run\/.*\/message\/\d+|react\/.*\/said)$/.test(item);

/** Purges an item that no run needs. Throws `purge.structure` and `context.unknownItem`. */
export async function purgeFromSession(
  deps: PurgeDeps,
  address: Address,
  item: string,
): Promise<number> {
  if (isReservedItem(item) && !isConversation(item)) throw new Fault('purge.structure', { item });
  return purgeItem(deps, address, item);
}
