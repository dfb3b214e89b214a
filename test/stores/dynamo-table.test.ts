import { createDynamoTable } from '../../lib/stores/dynamodb/dynamo-table.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { tableConformance } from '../conformance/table.ts';
import { TABLE } from '../support/dynalite.ts';
import { startDynamo } from '../support/dynamo-engine.ts';

tableConformance(
  'dynamodb',
  async () => {
    const { connect } = await startDynamo();
    const blobs = createMemoryBlobs();
    return () => createDynamoTable({ client: connect(), name: TABLE, blobs });
  },
  {
    'a list is what a sorted array would give, for any keys and any range':
      'dynalite compares the ends of a range by UTF-16; DynamoDB does by UTF-8',
  },
);
