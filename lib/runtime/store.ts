import type { Table } from '../core/shared/table.ts';

/** What keeps the data. */
export interface Store {
  readonly table: Table;
  readonly close: () => void;
}
