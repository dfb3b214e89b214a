import { Fault } from '../shared/faults.ts';
import type { Json } from '../shared/json.ts';
import type { Row } from '../shared/table.ts';
import { type Address, commitKey } from './address.ts';
import { Commit } from './commit.ts';

export const toRow = (address: Address, commit: Commit): Row => ({
  ...commitKey(address, commit.version),
  version: 1,
  body: commit as unknown as Json, // a commit is JSON, its absent members aside
});

/** Throws `context.unreadable` for what is no commit of a known form. */
export function fromRow(row: Row): Commit {
  const parsed = Commit.safeParse(row.body);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0];
  throw new Fault('context.unreadable', {
    context: row.partition,
    version: Number(row.sort),
    detail: `${problem?.path.join('.')}: ${problem?.message}`,
  });
}
