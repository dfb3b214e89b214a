import { createFileBlobs } from '../../lib/stores/files/file-blobs.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { createS3Blobs } from '../../lib/stores/s3/s3-blobs.ts';
import { blobsConformance } from '../conformance/blobs.ts';
import { BUCKET, startS3 } from '../support/s3-engine.ts';
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

blobsConformance('s3', async () => {
  const { connect } = await startS3();
  return () => createS3Blobs({ client: connect(), bucket: BUCKET });
});
