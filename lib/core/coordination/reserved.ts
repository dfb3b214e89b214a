import type { Draft } from '../context/draft.ts';
import { Fault } from '../shared/faults.ts';

/** How the items begin that runs write, and are resumed from. */
const ITEMS = ['run/', 'turn/', 'session/'];

/** How the ids of a run's commits begin: who takes one beforehand would stand in its way. */
const COMMITS = 'run_';

export const isReservedItem = (item: string): boolean =>
  ITEMS.some((beginning) => item.startsWith(beginning));

/** Throws `context.invalid` for a draft of a person that writes what only runs may write. */
export function checkUnreserved({ id = '', operations }: Draft): void {
  const problem = (name: string) =>
    new Fault('context.invalid', {
      problem: `${JSON.stringify(name)} begins as only the names of a run's own commits and items may.`,
    });
  if (id.startsWith(COMMITS)) throw problem(id);
  const reserved = operations.find(({ item }) => isReservedItem(item));
  if (reserved) throw problem(reserved.item);
}
