import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Blobs } from '../../core/shared/blobs.ts';
import { sha256 } from '../../core/shared/hash.ts';
import { answerOf, toAwsFault } from '../aws-fault.ts';
import { blobName, isHash, verified } from '../blob-name.ts';
import { faulting } from '../faulting.ts';

export interface S3Place {
  readonly client: S3Client;
  readonly bucket: string;
}

/**
 * Blobs as objects in one bucket. A put needs no condition: the same key is the same content, so
 * whoever comes last changes nothing, and mends what was damaged. Throws `store.missing`,
 * `store.unfit`, `store.unreachable`, `store.unauthorised` and `store.busy`, and `store.broken` for
 * an object that was changed. Without the right `s3:ListBucket` S3 calls what is not there forbidden.
 */
export function createS3Blobs({ client, bucket }: S3Place): Blobs {
  const faultingHere = faulting((error) => toAwsFault(`S3 bucket ${bucket}`, error));
  const objectOf = (tenant: string, hash: string) => ({
    Bucket: bucket,
    Key: blobName(tenant, hash),
  });
  return {
    put: (tenant, bytes) =>
      faultingHere(async () => {
        const hash = sha256(bytes);
        const put = new PutObjectCommand({ ...objectOf(tenant, hash), Body: bytes });
        answerOf(await client.send(put));
        return hash;
      }),

    get: (tenant, hash) =>
      faultingHere(async () => {
        if (!isHash(hash)) return undefined;
        const object = objectOf(tenant, hash);
        const bytes = await read(client, object);
        return bytes && verified(`s3://${bucket}/${object.Key}`, hash, bytes);
      }),

    remove: (tenant, hash) =>
      faultingHere(async () => {
        if (!isHash(hash)) return;
        answerOf(await client.send(new DeleteObjectCommand(objectOf(tenant, hash))));
      }),
  };
}

async function read(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = answerOf(await client.send(new GetObjectCommand(object)));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
