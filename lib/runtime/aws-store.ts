import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoSetting } from '../config/store.ts';
import type { Blobs } from '../core/shared/blobs.ts';
import { clientOptions } from '../stores/aws-client.ts';
import { createDynamoTable } from '../stores/dynamodb/dynamo-table.ts';
import { createS3Blobs } from '../stores/s3/s3-blobs.ts';
import type { Store } from './store.ts';

/** A row is small; a large body may take its time. */
const ROW_TIMEOUT_MS = 20_000;
const BODY_TIMEOUT_MS = 120_000;

/** Follows what a client of AWS does, and hands it back. */
type Trace = <Client>(client: Client) => Client;

/**
 * Rows on DynamoDB and bodies on S3, or in a folder where the setting names no bucket. One machine
 * imports this when a setting asks for it, and not before.
 */
export function openAwsStore(
  setting: DynamoSetting,
  folder: () => Blobs,
  trace: Trace = (client) => client,
): Store {
  const { table, bucket, tableEndpoint, bucketEndpoint } = setting;
  const rows = trace(
    new DynamoDBClient(
      clientOptions({ endpoint: tableEndpoint, requestTimeoutMs: ROW_TIMEOUT_MS }),
    ),
  );
  const bodies = trace(
    new S3Client({
      ...clientOptions({ endpoint: bucketEndpoint, requestTimeoutMs: BODY_TIMEOUT_MS }),
      forcePathStyle: bucketEndpoint !== undefined,
    }),
  );
  const blobs = bucket === undefined ? folder() : createS3Blobs({ client: bodies, bucket });
  return {
    table: createDynamoTable({ client: rows, name: table, blobs }),
    close: () => {
      rows.destroy();
      bodies.destroy();
    },
  };
}
