import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { commitsOf, mainBranch } from '../../lib/core/context/address.ts';
import type { Commit } from '../../lib/core/context/commit.ts';
import {
  type ContextCommitted,
  toContextCommitted,
} from '../../lib/core/context/context-committed.ts';
import { routes } from '../../lib/http/routes.ts';
import { areaOf, attributes } from '../../lib/stores/dynamodb/keys.ts';
import { functions, resourceOf, resourcesOf } from './_template.ts';

describe('an environment', () => {
  it('keeps its rows in a table that grows by itself, can be restored, and forgets what expires', () => {
    expect(resourceOf('dev', 'AWS::DynamoDB::GlobalTable').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: attributes.partition, KeyType: 'HASH' },
        { AttributeName: attributes.sort, KeyType: 'RANGE' },
      ],
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
      TimeToLiveSpecification: { AttributeName: attributes.expires, Enabled: true },
    });
  });

  it('keeps bodies encrypted in a bucket that nobody from outside can open', () => {
    expect(resourceOf('dev', 'AWS::S3::Bucket').Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
      },
    });
    expect(JSON.stringify(resourceOf('dev', 'AWS::S3::BucketPolicy').Properties)).toContain(
      '"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
    );
  });

  it('wakes the publisher on new commits alone, and lets no record hold up the others', () => {
    const commits = commitsOf(mainBranch('main', 'session'));
    const { Properties } = resourceOf('dev', 'AWS::Lambda::EventSourceMapping');
    expect(Properties).toMatchObject({
      FunctionName: { Ref: functions().get('publish-commits')?.id },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { NewImage: { [attributes.area]: { S: [areaOf(commits)] } } },
            }),
          },
        ],
      },
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    expect(Properties['MaximumRetryAttempts']).toBeGreaterThan(0);
    expect(Properties['MaximumRecordAgeInSeconds']).toBeLessThan(24 * 60 * 60);
  });

  it('has a rule for each consumer, and each of them a queue for what fails', () => {
    const rules = resourcesOf('dev', 'AWS::Events::Rule').map(({ Properties }) => Properties);
    const backends = [...functions().values()].filter(
      ({ variables }) => 'MASSGEN_BACKEND' in variables,
    );
    expect(backends.length).toBeGreaterThan(10);
    expect(rules).toHaveLength(2 + backends.length);
    expect(rules).toContainEqual(
      expect.objectContaining({
        EventPattern: expect.objectContaining({
          source: ['aws.states'],
          detail: expect.objectContaining({ status: ['FAILED', 'TIMED_OUT', 'ABORTED'] }),
        }),
        Targets: [targetOf('run-over')],
      }),
    );
    expect(rules).toContainEqual(
      expect.objectContaining({
        ScheduleExpression: 'rate(5 minutes)',
        Targets: [targetOf('catch-up')],
      }),
    );
    expect(resourcesOf('dev', 'AWS::Lambda::EventInvokeConfig')).toHaveLength(2 + backends.length);
  });

  it('hands a commit to those backends alone whose agents are to act on it', () => {
    const rules = resourcesOf('dev', 'AWS::Events::Rule').map(({ Properties }) => Properties);
    const announced = toContextCommitted('main', aCommit, ['openai', 'grok']);
    const called = rules.filter(({ EventPattern }) => isMatch(announced, EventPattern));
    expect(called.map(({ Targets }) => Targets)).toEqual([
      [targetOf('openai')],
      [targetOf('grok')],
    ]);
    for (const { EventBusName } of called) expect(EventBusName).toBeDefined();
  });

  it('does not call catch-up again when it fails, since it is called soon anyway', () => {
    const retries = resourcesOf('dev', 'AWS::Lambda::EventInvokeConfig').map(
      ({ Properties }) =>
        [JSON.stringify(Properties['FunctionName']), Properties['MaximumRetryAttempts']] as const,
    );
    for (const [name, attempts] of retries) expect(attempts).toBe(name.includes('catchup') ? 0 : 2);
  });

  it('raises an alarm for every queue of failures', () => {
    const watched = resourcesOf('dev', 'AWS::CloudWatch::Alarm').map(({ Properties }) =>
      JSON.stringify(Properties['Dimensions']),
    );
    for (const { id } of resourcesOf('dev', 'AWS::SQS::Queue'))
      expect(watched.filter((dimensions) => dimensions?.includes(`"${id}"`))).toHaveLength(1);
  });

  it('raises an alarm when the API, a function or an execution goes wrong', () => {
    const names = resourcesOf('dev', 'AWS::CloudWatch::Alarm').map(
      ({ Properties }) => Properties['AlarmName'],
    );
    for (const name of [
      'api-failed',
      'functions-failed',
      'functions-throttled',
      'executions-failed',
      'executions-timed-out',
      'executions-aborted',
    ])
      expect(names).toContain(`massgen-dev-${name}`);
  });

  it('draws what the functions say of their work, under the names that they use', () => {
    const page = JSON.stringify(resourceOf('dev', 'AWS::CloudWatch::Dashboard').Properties);
    const drawn = [...page.matchAll(/MassGen\\",\\"(\w+)/g)].map(([, name]) => name);
    const said = readFileSync('functions/_observed.ts', 'utf8').matchAll(/addMetric\('(\w+)'/g);
    expect(new Set(drawn)).toEqual(new Set([...said].map(([, name]) => name)));
  });

  it('announces on a bus that can be replayed', () => {
    expect(resourceOf('dev', 'AWS::Events::Archive').Properties).toMatchObject({
      EventPattern: { source: ['massgen'], 'detail-type': ['massgen.context.committed'] },
      RetentionDays: expect.any(Number),
    });
  });

  it('opens the routes that the app serves, and answers for all others', () => {
    const keys = resourcesOf('dev', 'AWS::ApiGatewayV2::Route').map(
      ({ Properties }) => Properties['RouteKey'],
    );
    const served = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
    expect(keys.toSorted()).toEqual([...served, '$default'].toSorted());
  });

  it('runs every function on Node 24 and ARM, traced, with logs that end', () => {
    const all = resourcesOf('dev', 'AWS::Lambda::Function');
    expect(all.length).toBeGreaterThan(20);
    for (const { Properties } of all)
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
      });
    for (const { Properties } of resourcesOf('dev', 'AWS::Logs::LogGroup'))
      expect(Properties).toMatchObject({ RetentionInDays: 14 });
  });

  it('generates a token of at least 256 bits', () => {
    const token = resourcesOf('dev', 'AWS::SecretsManager::Secret').find(
      ({ Properties }) => Properties['Name'] === 'massgen/dev/token',
    );
    expect(token?.Properties['GenerateSecretString']).toEqual({
      ExcludePunctuation: true,
      PasswordLength: 44,
    });
    expect(44 * Math.log2(26 + 26 + 10)).toBeGreaterThan(256);
  });

  it('makes secrets for keys that hold nothing yet', () => {
    const keys = resourcesOf('dev', 'AWS::SecretsManager::Secret').filter(({ Properties }) =>
      `${Properties['Name']}`.startsWith('massgen/dev/keys/'),
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const { Properties } of keys)
      expect(Object.keys(Properties).toSorted()).toEqual(['Description', 'Name']);
  });

  it.each([
    ['dev', 'Delete', false],
    ['prod', 'Retain', true],
  ])('what %s holds is dealt with as cdk.json says', (environment, policy, isProtected) => {
    for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket'])
      expect(resourceOf(environment, type).DeletionPolicy).toBe(policy);
    expect(resourceOf(environment, 'AWS::DynamoDB::GlobalTable').Properties).toMatchObject({
      Replicas: [{ DeletionProtectionEnabled: isProtected }],
    });
  });
});

const aCommit: Commit = {
  schema: 1,
  id: 'commit',
  context: 'c',
  branch: 'main',
  version: 1,
  base: 0,
  author: { agent: 'user' },
  at: '2026-01-01T00:00:00.000Z',
  operations: [],
  bytes: 0,
  tokens: 0,
  parent: null,
  hash: 'hash',
};

/** Whether one of the values in the event is one of those in the pattern, as EventBridge compares them. */
function isMatch(event: ContextCommitted, pattern: unknown): boolean {
  const wanted = Pattern.safeParse(pattern).data;
  if (!wanted) return false;
  const { source, detail } = wanted;
  return (
    source.includes(event.source) &&
    wanted['detail-type'].includes(event.type) &&
    detail.data.backends.some((type) => event.data.backends.includes(type))
  );
}

const Pattern = z.object({
  source: z.array(z.string()),
  'detail-type': z.array(z.string()),
  detail: z.object({ data: z.object({ backends: z.array(z.string()) }) }),
});

const targetOf = (name: string) =>
  expect.objectContaining({
    Arn: { 'Fn::GetAtt': [functions().get(name)?.id, 'Arn'] },
    DeadLetterConfig: { Arn: expect.anything() },
  });
