import type { Amend } from '../context/merge-branch.ts';
import type { OwnOperation } from '../context/operation.ts';
import { CurrentRun } from '../coordination/records.ts';
import { isReservedItem } from '../coordination/reserved.ts';
import { currentRunItem } from '../coordination/run-items.ts';
import { Fault } from '../shared/faults.ts';
import { openRunOf } from './start-run.ts';

/**
 * What a merge or a rollback may do to the items that runs write: nothing under a run, and no run
 * comes to be open by it. Throws `session.busy`.
 */
export const amendRuns =
  (session: string): Amend =>
  (operations, over) => {
    const open = openRunOf(over);
    if (open && operations.some(({ item }) => isReservedItem(item)))
      throw new Fault('session.busy', { session, run: open.run });
    return operations.map(closed);
  };

function closed(operation: OwnOperation): OwnOperation {
  if (operation.op !== 'put' || operation.item !== currentRunItem) return operation;
  return { ...operation, body: { ...CurrentRun.parse(operation.body), open: false } };
}
