import { createDynamoTable } from '../../lib/stores/dynamodb/dynamo-table.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { tableConformance } from '../conformance/table.ts';
import { startDynamo, TABLE } from '../support/dynamo-engine.ts';

tableConformance('dynamodb', async () => {
  const { connect } = await startDynamo();
  const blobs = createMemoryBlobs();
  return () => createDynamoTable({ client: connect(), name: TABLE, blobs });
});
