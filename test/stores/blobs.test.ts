import { createFileBlobs } from '../../lib/stores/files/file-blobs.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { blobsConformance } from '../conformance/blobs.ts';
import { emptyFolder } from './_places.ts';

blobsConformance('a folder', () => {
  const folder = emptyFolder();
  return () => createFileBlobs(folder);
});

blobsConformance(
  'memory',
  () => {
    const blobs = createMemoryBlobs();
    return () => blobs;
  },
  { 'what one connection put, another gets': 'memory belongs to one connection' },
);
