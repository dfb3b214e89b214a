import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { createSqliteTable } from '../../lib/stores/sqlite/sqlite-table.ts';
import { tableConformance } from '../conformance/table.ts';
import { emptyFolder, openStore } from './_places.ts';

tableConformance('sqlite in a file', () => {
  const folder = emptyFolder();
  return () => openStore(folder);
});

tableConformance(
  'sqlite in memory',
  () => {
    const table = createSqliteTable({
      file: ':memory:',
      blobs: createMemoryBlobs(),
      clock: { pause: async () => undefined },
      chance: () => 0.5,
    });
    return () => table;
  },
  { 'what one connection wrote, another reads': ':memory: belongs to one connection' },
);
