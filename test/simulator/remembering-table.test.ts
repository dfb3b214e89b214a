import { tableConformance } from '../conformance/table.ts';
import { memoryTable } from '../support/memory-log.ts';
import { rememberingTable } from './remembering-table.ts';

tableConformance(
  'a table that remembers its pages',
  () => {
    const table = rememberingTable(memoryTable());
    return () => table;
  },
  { 'what one connection wrote, another reads': 'it is what all processes of a world share' },
);
