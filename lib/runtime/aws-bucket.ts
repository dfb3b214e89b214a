import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoSetting } from '../config/store.ts';
import type { Blobs } from '../core/shared/blobs.ts';
import { clientOptions } from '../stores/aws-client.ts';
import { createS3Blobs } from '../stores/s3/s3-blobs.ts';
import type { Trace } from './trace.ts';

/** A large body may take its time. */
const BODY_TIMEOUT_MS = 120_000;

export interface Bucket {
  readonly blobs: Blobs;
  readonly close: () => void;
}

export function openAwsBucket(
  bucket: string,
  { bucketEndpoint }: DynamoSetting,
  trace: Trace,
): Bucket {
  const client = trace(
    new S3Client({
      ...clientOptions({ endpoint: bucketEndpoint, requestTimeoutMs: BODY_TIMEOUT_MS }),
      forcePathStyle: bucketEndpoint !== undefined,
    }),
  );
  return { blobs: createS3Blobs({ client, bucket }), close: () => client.destroy() };
}
