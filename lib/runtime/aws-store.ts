import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoSetting } from '../config/store.ts';
import type { Blobs } from '../core/shared/blobs.ts';
import { once } from '../core/shared/once.ts';
import { clientOptions } from '../stores/aws-client.ts';
import { createDynamoTable } from '../stores/dynamodb/dynamo-table.ts';
import type { Bucket } from './aws-bucket.ts';
import type { Store } from './store.ts';
import type { Trace } from './trace.ts';

/** A row is small. */
const ROW_TIMEOUT_MS = 20_000;

/**
 * Rows on DynamoDB and bodies on S3, or in a folder where the setting names no bucket. One machine
 * imports this when a setting asks for it, and not before; S3 is loaded with the first large body.
 */
export function openAwsStore(
  setting: DynamoSetting,
  folder: () => Blobs,
  trace: Trace = (client) => client,
): Store {
  const { table, bucket, tableEndpoint } = setting;
  const client = trace(
    new DynamoDBClient(
      clientOptions({ endpoint: tableEndpoint, requestTimeoutMs: ROW_TIMEOUT_MS }),
    ),
  );
  const bodies = bucket === undefined ? undefined : lateBucket(bucket, setting, trace);
  return {
    table: createDynamoTable({ client, name: table, blobs: bodies?.blobs ?? folder() }),
    close: () => {
      client.destroy();
      bodies?.close();
    },
  };
}

function lateBucket(name: string, setting: DynamoSetting, trace: Trace): Bucket {
  let opened: Bucket | undefined;
  const bucket = once(async () => {
    const { openAwsBucket } = await import('./aws-bucket.ts');
    opened = openAwsBucket(name, setting, trace);
    return opened.blobs;
  });
  return {
    blobs: {
      put: async (tenant, bytes) => (await bucket()).put(tenant, bytes),
      get: async (tenant, hash) => (await bucket()).get(tenant, hash),
      remove: async (tenant, hash) => (await bucket()).remove(tenant, hash),
    },
    close: () => opened?.close(),
  };
}
