import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { onTestFinished } from 'vitest';
import { ACCOUNT } from './aws-account.ts';

export const BUCKET = 'massgen-test';

export interface S3Engine {
  readonly endpoint: string;
  /** One more client; without an address, to the engine itself. */
  readonly connect: (endpoint?: string) => S3Client;
}

/** S3's wire over loopback, in memory, without a bucket, until the test is over. */
export async function startS3Engine(): Promise<S3Engine> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const clients: S3Client[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.destroy();
    await server.stop();
  });
  return {
    endpoint,
    connect: (address = endpoint) => {
      const client = new S3Client({ ...ACCOUNT, endpoint: address, forcePathStyle: true });
      clients.push(client);
      return client;
    },
  };
}

/** The same with massgen's bucket in it. */
export async function startS3(): Promise<S3Engine> {
  const engine = await startS3Engine();
  await engine.connect().send(new CreateBucketCommand({ Bucket: BUCKET }));
  return engine;
}
