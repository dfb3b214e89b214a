import { describe, expect, it } from 'vitest';
import { statements, statementsOf } from './_rights.ts';
import { functions, resourcesOf } from './_template.ts';

const everyAction = statements.flatMap(({ actions }) => actions);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
const TRACING = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];
const LOGGING = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const STORING = [
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
];
const STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];
const FAILURES = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];
const SECRET = 'secretsmanager:GetSecretValue';
const always = [...LOGGING, ...TRACING];

const exactly: Readonly<Record<string, readonly string[]>> = {
  coordinate: [...always, ...STORING],
  openai: [...always, ...STORING, ...FAILURES, SECRET],
  rehearsal: [...always, ...STORING, ...FAILURES],
  ollama: [...always, ...STORING, ...FAILURES],
  'publish-commits': [
    ...always,
    ...STORING,
    ...STREAM,
    ...FAILURES,
    'events:PutEvents',
    'states:StartExecution',
  ],
  'run-over': [...always, ...STORING, ...FAILURES],
  'catch-up': [
    ...always,
    ...STORING,
    ...FAILURES,
    'events:PutEvents',
    'states:StartExecution',
    'states:StopExecution',
  ],
  api: [...always, ...STORING, SECRET, 'states:StartExecution', 'states:StopExecution'],
  health: always,
};

describe('the rights of an environment', () => {
  it.each(Object.entries(exactly))('%s may do what it does and nothing else', (name, actions) => {
    const granted = statementsOf(name).flatMap((statement) => statement.actions);
    expect(granted.toSorted()).toEqual(actions.toSorted());
  });

  it('names every action, and never one that walks a whole table', () => {
    expect(everyAction.length).toBeGreaterThan(100);
    expect(everyAction.filter((action) => /\*|Scan|PartiQL/.test(action))).toEqual([]);
  });

  it('names every resource, but where AWS knows none', () => {
    for (const { actions, resources } of statements)
      if (resources.includes('"*"'))
        expect([...TRACING, ...DELIVERY]).toEqual(expect.arrayContaining(actions));
  });

  it('lets only the backend that needs a key read it, and only the API the token', () => {
    const readers = [...functions().keys()].flatMap((name) =>
      statementsOf(name).flatMap(({ actions, resources }) =>
        actions.includes(SECRET) ? resources.map((secret) => [name, secret] as const) : [],
      ),
    );
    const secrets = readers.map(([, secret]) => secret);
    expect(new Set(secrets).size).toBe(secrets.length);
    expect(secrets).toHaveLength(resourcesOf('dev', 'AWS::SecretsManager::Secret').length);
    for (const [name, secret] of readers)
      expect(secret).toContain(name === 'api' ? 'httptoken' : `${name}key`);
  });

  it('lets the state machine call the coordinator and every backend, and nothing else', () => {
    const fixed = ['publish-commits', 'run-over', 'catch-up', 'api', 'health'];
    const callable = [...functions()].flatMap(([name, { id }]) =>
      fixed.includes(name) ? [] : [JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] })],
    );
    const calling = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
    expect(calling).toHaveLength(1);
    expect(calling[0]?.resources.toSorted()).toEqual(callable.toSorted());
  });

  it('gives no role a policy of AWS, nor a right to another than its service', () => {
    for (const { Properties } of resourcesOf('dev', 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(JSON.stringify(Properties['AssumeRolePolicyDocument'])).toMatch(
        /"Principal":\{"Service":"(lambda|states)\.amazonaws\.com"\}/,
      );
    }
  });
});
