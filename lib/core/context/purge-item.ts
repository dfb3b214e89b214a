import { type Author, user } from '../message/author.ts';
import { Fault } from '../shared/faults.ts';
import type { Table } from '../shared/table.ts';
import { type Address, commitKey } from './address.ts';
import type { Commit } from './commit.ts';
import { fromRow, toRow } from './commit-row.ts';
import type { ContextLog } from './context-log.ts';
import { forgetIn, holdsBody, purgedBy, withoutBodies } from './forgotten.ts';
import { rewrite, type Wish } from './rewrite.ts';
import { createSegments } from './segments.ts';

export interface PurgeDeps {
  readonly log: ContextLog;
  readonly table: Table;
}

/**
 * Forgets every body that an item ever had, on every branch of its context: each branch that knew it
 * says so in a commit, then rows and segments lose the bodies. Cut off, it is to be called again.
 * Answers with the version of the branch that stands then. Throws `context.unknownItem`.
 */
export async function purgeItem(
  deps: PurgeDeps,
  address: Address,
  item: string,
  author: Author = user,
): Promise<number> {
  const branches = await deps.log.branches.namesOf(address);
  await mustHaveBeenThere(deps.log, address, branches, item);
  for (const branch of branches) await sayPurged(deps.log, { ...address, branch }, item, author);
  for (const branch of branches) await forget(deps, { ...address, branch }, new Set([item]));
  return (await deps.log.head(address)).version;
}

async function mustHaveBeenThere(
  log: ContextLog,
  address: Address,
  branches: readonly string[],
  item: string,
): Promise<void> {
  for (const branch of branches) {
    const { commits } = await log.history({ ...address, branch });
    if (commits.some((commit) => touches(commit, new Set([item])))) return;
  }
  throw new Fault('context.unknownItem', { context: address.context, item });
}

const sayPurged = (log: ContextLog, address: Address, item: string, author: Author) =>
  rewrite(log, address, ({ commits }): Wish => {
    const last = commits.findLast(({ operations }) => operations.some((one) => one.item === item));
    if (!last || purgedBy(last).includes(item)) return { kind: 'nothing' };
    return {
      kind: 'draft',
      draft: { author, operations: [{ op: 'retire', item, purged: true }] },
    };
  });

async function forget(
  { log, table }: PurgeDeps,
  address: Address,
  items: ReadonlySet<string>,
): Promise<void> {
  const all = await log.after(address, 0);
  const own = all.filter(({ branch }) => branch === address.branch);
  for (const commit of own)
    if (holdsBody(commit, items)) await empty(table, address, commit, items);
  if (own.some((commit) => touches(commit, items)))
    await createSegments(table).replace(address, forgetIn(own, own) ?? own);
}

const touches = ({ operations }: Commit, items: ReadonlySet<string>) =>
  operations.some((one) => one.op === 'put' && items.has(one.item));

/** Replaces a commit's row by one that has lost these bodies; another purge may have been there. */
async function empty(
  table: Table,
  address: Address,
  { version }: Commit,
  items: ReadonlySet<string>,
): Promise<void> {
  for (;;) {
    const row = await table.get(commitKey(address, version));
    if (!row) return;
    const emptied = toRow(address, withoutBodies(fromRow(row), items));
    const next = { ...emptied, version: row.version + 1 };
    if ((await table.put(next, { version: row.version })).kind === 'put') return;
  }
}
