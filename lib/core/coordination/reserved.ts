import type { Draft } from '../context/draft.ts';
import { Fault } from '../shared/faults.ts';

/** How the items begin that runs and reactors write, and go on from. */
const ITEMS = ['run/', 'turn/', 'session/', 'react/'];

/** How the ids of their commits begin: who takes one beforehand would stand in their way. */
const COMMITS = ['run_', 'react/'];

export const isReservedItem = (item: string): boolean =>
  ITEMS.some((beginning) => item.startsWith(beginning));

/** Throws `context.invalid` for a draft of a person that writes what only runs may write. */
export function checkUnreserved({ id = '', operations }: Draft): void {
  const problem = (name: string) =>
    new Fault('context.invalid', {
      problem: `${JSON.stringify(name)} begins as only the names of a run's own commits and items may.`,
    });
  if (COMMITS.some((beginning) => id.startsWith(beginning))) throw problem(id);
  const reserved = operations.find(({ item }) => isReservedItem(item));
  if (reserved) throw problem(reserved.item);
}
