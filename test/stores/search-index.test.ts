import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createMemoryIndex } from '../../lib/stores/memory/memory-index.ts';
import { createSqliteIndex } from '../../lib/stores/sqlite/sqlite-index.ts';
import { searchIndexConformance } from '../conformance/search-index.ts';
import { emptyFolder } from './_places.ts';

const chance = { clock: { pause: async () => undefined }, chance: () => 0.5 };

function openIndex(file: string) {
  const index = createSqliteIndex({ file, ...chance });
  onTestFinished(index.close);
  return index;
}

searchIndexConformance('sqlite in a file', () => {
  const file = join(emptyFolder(), 'search.sqlite');
  return () => openIndex(file);
});

searchIndexConformance(
  'sqlite in memory',
  () => {
    const index = openIndex(':memory:');
    return () => index;
  },
  { 'what one connection took in, another finds': ':memory: belongs to one connection' },
);

searchIndexConformance('memory', () => {
  const index = createMemoryIndex();
  return () => index;
});
