import { expect, it } from 'vitest';
import { storeFrom } from '../../lib/config/store.ts';

const from = (variables: Readonly<Record<string, string>>) => storeFrom((name) => variables[name]);

it('without MASSGEN_STORE, or with an empty one, data is kept in its folder', () => {
  expect(from({})).toBeUndefined();
  expect(from({ MASSGEN_STORE: '', MASSGEN_BUCKET: 'bodies' })).toBeUndefined();
});

it('a table may come with a bucket, and with endpoints as the AWS SDK names them', () => {
  expect(from({ MASSGEN_STORE: 'dynamodb:massgen' })).toEqual({ table: 'massgen' });
  expect(
    from({
      MASSGEN_STORE: 'dynamodb:my.Table_1',
      MASSGEN_BUCKET: 'bodies',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2',
    }),
  ).toEqual({
    table: 'my.Table_1',
    bucket: 'bodies',
    tableEndpoint: 'http://127.0.0.1:2',
    bucketEndpoint: 'http://127.0.0.1:1',
  });
});

it.each(['dynamodb', 'dynamodb:', 'dynamodb:a', 'dynamodb:a b c', 'DynamoDB:massgen', 'sqlite:x'])(
  '%j names no store',
  (named) => {
    expect(() => from({ MASSGEN_STORE: named })).toThrow(
      expect.objectContaining({ code: 'usage.invalid', hint: expect.stringContaining('TABLE') }),
    );
  },
);

it.each(['ab', 'Bodies', 'my bodies', 's3:bodies', 'bodies/', 'x'.repeat(64)])(
  '%j names no bucket',
  (bucket) => {
    const variables = { MASSGEN_STORE: 'dynamodb:massgen', MASSGEN_BUCKET: bucket };
    expect(() => from(variables)).toThrow(
      expect.objectContaining({
        code: 'usage.invalid',
        message: `MASSGEN_BUCKET is ${JSON.stringify(bucket)}, which names no bucket.`,
      }),
    );
  },
);

it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_S3'])(
  '%s that is no address is refused by its name',
  (name) => {
    for (const address of ['garbage', 'localhost:8000', 'ftp://host', 'http://']) {
      const variables = { MASSGEN_STORE: 'dynamodb:massgen', [name]: address };
      expect(() => from(variables)).toThrow(
        expect.objectContaining({
          code: 'usage.invalid',
          message: `${name} is "${address}", which is no address.`,
        }),
      );
    }
  },
);
