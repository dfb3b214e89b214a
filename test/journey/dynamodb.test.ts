import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { noiseText } from '../conformance/_noise.ts';
import { ACCOUNT } from '../support/aws-account.ts';
import { folder, massgen } from '../support/command.ts';
import { TABLE } from '../support/dynalite.ts';
import { startDynamo, startEngine } from '../support/dynamo-engine.ts';
import { BUCKET, startS3 } from '../support/s3-engine.ts';

/** What a shell that is signed in to AWS would have set. */
const shell = (endpoint: string, more: Readonly<Record<string, string>> = {}) => ({
  MASSGEN_STORE: `dynamodb:${TABLE}`,
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_REGION: ACCOUNT.region,
  AWS_ACCESS_KEY_ID: ACCOUNT.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ACCOUNT.credentials.secretAccessKey,
  ...more,
});

const errorOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout).error;

it('a team answers on DynamoDB, and another process on another machine reads and verifies it', async () => {
  const { endpoint } = await startDynamo();
  const env = shell(endpoint);
  const data = folder();
  const asked = await massgen(
    ['Why?', '--preset', 'rehearsal', '--session', 's', '--data', data, '--json'],
    env,
  );
  expect(asked.code).toBe(0);
  const { context, status } = JSON.parse(asked.stdout);
  expect(status).toBe('completed');
  expect(readdirSync(data)).toEqual([]);

  const there = ['--data', folder(), '--json'];
  const log = await massgen(['context', 'log', 's', ...there], env);
  expect(JSON.parse(log.stdout)).toMatchObject({ context: 's', head: context.version });
  const expected = ['--expect', `${context.version}:${context.hash}`];
  const verified = await massgen(['context', 'verify', 's', ...expected, ...there], env);
  expect(verified).toMatchObject({ code: 0 });
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true });
});

it('with a bucket a large body is on S3, and another machine has it', async () => {
  const [dynamo, s3] = [await startDynamo(), await startS3()];
  const env = shell(dynamo.endpoint, {
    MASSGEN_BUCKET: BUCKET,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
  });
  const body = noiseText(400_000);
  const file = join(folder(), 'commit.json');
  const operation = { op: 'put', item: 'large', kind: 'note', body };
  writeFileSync(file, JSON.stringify({ operations: [operation] }));
  const here = ['--data', folder(), '--json'];
  expect(await massgen(['context', 'commit', 'c', '--file', file, ...here], env)).toMatchObject({
    code: 0,
  });
  const shown = await massgen(['context', 'show', 'c', '--data', folder(), '--json'], env);
  expect(JSON.parse(shown.stdout).items).toMatchObject([{ id: 'large', body }]);
});

it('a table that is not there is said to be missing, with what to do', async () => {
  const { endpoint } = await startEngine();
  const ended = await massgen(['Why?', '--preset', 'rehearsal', '--json'], shell(endpoint));
  expect(ended.code).toBe(2);
  expect(errorOf(ended)).toMatchObject({
    code: 'store.missing',
    facts: { place: `DynamoDB table ${TABLE}` },
    hint: expect.stringContaining('docs/configuration.md'),
  });
});

it('without a region, and without credentials, AWS cannot be used, and that is said', async () => {
  const { endpoint } = await startDynamo();
  const { AWS_REGION, AWS_ACCESS_KEY_ID, ...rest } = shell(endpoint);
  const noInstance = { AWS_EC2_METADATA_DISABLED: 'true' };
  const list = ['session', 'list', '--json'];
  for (const env of [
    { ...rest, AWS_ACCESS_KEY_ID },
    { ...rest, AWS_REGION, ...noInstance },
  ])
    expect(errorOf(await massgen(list, env))).toMatchObject({ code: 'store.unauthorised' });
});

it('a store that nobody knows is refused before anything is done', async () => {
  const ended = await massgen(['session', 'list', '--json'], { MASSGEN_STORE: 'redis:massgen' });
  expect(ended.code).toBe(1);
  expect(errorOf(ended)).toMatchObject({ code: 'usage.invalid' });
});
