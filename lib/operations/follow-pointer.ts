import type { Address } from '../core/context/address.ts';
import type { ContextLog } from '../core/context/context-log.ts';
import { headOf } from '../core/context/history.ts';
import type { Item } from '../core/context/item.ts';
import { Fault } from '../core/shared/faults.ts';
import { type Followed, follow } from '../core/view/follow.ts';
import type { HistoryAt } from './history-at.ts';

/** `ITEM@VERSION`, as a person writes a pointer. */
const POINTER = /^(.+)@(\d{1,12})$/s;

/**
 * The item that a person points to by its name, as it stands at the version that is looked at, or by
 * `ITEM@VERSION`. Throws `context.unknownItem`, `context.itemElsewhere`, `context.itemLater`,
 * `context.itemRetired`, `context.itemPurged` and `context.unknownVersion`.
 */
export async function followPointer(
  log: ContextLog,
  { address, history, version }: HistoryAt,
  pointer: string,
): Promise<Item> {
  const plain = follow(history, pointer, version);
  const [, item = pointer, digits] = POINTER.exec(pointer) ?? [];
  if (plain.kind !== 'unknown' || digits === undefined) return itemOf(log, address, pointer, plain);
  const at = Number(digits);
  const { version: head } = headOf(history);
  const { context } = address;
  if (at > head) throw new Fault('context.unknownVersion', { context, version: at, head });
  return itemOf(log, address, item, follow(history, item, at));
}

async function itemOf(
  log: ContextLog,
  address: Address,
  item: string,
  followed: Followed,
): Promise<Item> {
  if (followed.kind === 'stands') return followed.item;
  const { context, branch } = address;
  if (followed.kind === 'purged') throw new Fault('context.itemPurged', { context, item });
  if (followed.kind === 'retired')
    throw new Fault('context.itemRetired', { context, item, version: followed.version });
  if (followed.kind === 'later')
    throw new Fault('context.itemLater', { context, item, version: followed.version });
  const elsewhere = await branchThatHas(log, address, item);
  if (elsewhere) throw new Fault('context.itemElsewhere', { context, item, branch, elsewhere });
  throw new Fault('context.unknownItem', { context, item });
}

async function branchThatHas(
  log: ContextLog,
  address: Address,
  item: string,
): Promise<string | undefined> {
  for (const branch of await log.branches.namesOf(address)) {
    const { state } = await log.history({ ...address, branch });
    if (branch !== address.branch && state.items.has(item)) return branch;
  }
  return undefined;
}
