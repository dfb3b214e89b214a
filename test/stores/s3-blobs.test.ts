import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { blobName } from '../../lib/stores/blob-name.ts';
import { createS3Blobs } from '../../lib/stores/s3/s3-blobs.ts';
import { noise } from '../conformance/_noise.ts';
import { startWire } from '../support/dynamo-wire.ts';
import { BUCKET, startS3, startS3Engine } from '../support/s3-engine.ts';

it('a blob on S3 whose object was changed is broken, until it is put again', async () => {
  const { connect } = await startS3();
  const blobs = createS3Blobs({ client: connect(), bucket: BUCKET });
  const hash = await blobs.put('tenant', noise(100));
  const Key = blobName('tenant', hash);
  for (const Body of [noise(100, 8), noise(50), new Uint8Array()]) {
    await connect().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    await expect(blobs.get('tenant', hash)).rejects.toMatchObject({
      code: 'store.broken',
      facts: { place: `s3://${BUCKET}/${Key}` },
    });
  }
  await blobs.put('tenant', noise(100));
  expect(Buffer.from((await blobs.get('tenant', hash)) ?? [])).toEqual(Buffer.from(noise(100)));
});

it('a bucket that is not there is missing, for whatever is asked of it', async () => {
  const { connect } = await startS3Engine();
  const blobs = createS3Blobs({ client: connect(), bucket: BUCKET });
  const missing = { code: 'store.missing', facts: { place: `S3 bucket ${BUCKET}` } };
  const hash = 'h'.repeat(43);
  await expect(blobs.put('tenant', noise(10))).rejects.toMatchObject(missing);
  await expect(blobs.get('tenant', hash)).rejects.toMatchObject(missing);
  await expect(blobs.remove('tenant', hash)).rejects.toMatchObject(missing);
});

it('a bucket is unreachable when nobody listens at its endpoint', async () => {
  const { connect } = await startS3Engine();
  const blobs = createS3Blobs({ client: connect('http://127.0.0.1:9'), bucket: BUCKET });
  await expect(blobs.put('tenant', noise(10))).rejects.toMatchObject({
    code: 'store.unreachable',
    facts: { place: `S3 bucket ${BUCKET}`, detail: expect.stringContaining('ECONNREFUSED') },
  });
});

it('a bucket is unreachable, and nothing is put, where another server answers', async () => {
  const { endpoint } = await startWire('', async () => ({
    status: 200,
    body: '',
    requestId: null,
  }));
  const { connect } = await startS3Engine();
  const blobs = createS3Blobs({ client: connect(endpoint), bucket: BUCKET });
  const unreachable = {
    code: 'store.unreachable',
    facts: { place: `S3 bucket ${BUCKET}`, detail: 'what answers there (200) is not AWS' },
  };
  const hash = 'h'.repeat(43);
  await expect(blobs.put('tenant', noise(10))).rejects.toMatchObject(unreachable);
  await expect(blobs.get('tenant', hash)).rejects.toMatchObject(unreachable);
  await expect(blobs.remove('tenant', hash)).rejects.toMatchObject(unreachable);
});
