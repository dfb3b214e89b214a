import { createDynamoTable } from '../../../lib/stores/dynamodb/dynamo-table.ts';
import { createMemoryBlobs } from '../../../lib/stores/memory/memory-blobs.ts';
import { sessionStoreConformance } from '../../conformance/session-store.ts';
import { TABLE } from '../../support/dynalite.ts';
import { startDynamo } from '../../support/dynamo-engine.ts';
import { memoryTable } from '../../support/memory-log.ts';

sessionStoreConformance('sqlite', () => {
  const table = memoryTable();
  return () => table;
});

sessionStoreConformance('dynamodb', async () => {
  const { connect } = await startDynamo();
  const blobs = createMemoryBlobs();
  return () => createDynamoTable({ client: connect(), name: TABLE, blobs });
});
