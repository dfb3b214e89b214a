import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { onTestFinished, vi } from 'vitest';
import definition from '../../../infra/coordination.asl.json' with { type: 'json' };
import { CLOUD_TENANT, cloudVariables } from '../../../lib/config/cloud.ts';
import {
  type ContextCommitted,
  fromAnnouncement,
} from '../../../lib/core/context/context-committed.ts';
import { type ContextLog, createContextLog } from '../../../lib/core/context/context-log.ts';
import type { Team } from '../../../lib/core/coordination/team.ts';
import { createReactors, type Reactors } from '../../../lib/core/session/reactors.ts';
import { createRuns } from '../../../lib/core/session/runs.ts';
import type { SessionDeps } from '../../../lib/core/session/session-deps.ts';
import { createSessions, type Sessions } from '../../../lib/core/session/sessions.ts';
import { startRun } from '../../../lib/core/session/start-run.ts';
import { randomIds, systemClock } from '../../../lib/runtime/system.ts';
import { createDynamoTable } from '../../../lib/stores/dynamodb/dynamo-table.ts';
import { createMemoryBlobs } from '../../../lib/stores/memory/memory-blobs.ts';
import { createS3Blobs } from '../../../lib/stores/s3/s3-blobs.ts';
import { ACCOUNT } from '../aws-account.ts';
import { TABLE } from '../dynalite.ts';
import { startDynamo } from '../dynamo-engine.ts';
import { type Call, startWire, type Tell } from '../dynamo-wire.ts';
import { type HttpRequest, httpEvent } from '../http-event.ts';
import { redactor } from '../memory-log.ts';
import { BUCKET, type S3Engine } from '../s3-engine.ts';
import { createLambda, type FunctionName, type Lambda } from './lambda.ts';
import { createStepFunctions, type StepFunctions } from './step-functions.ts';
import { createCommitStream, type StreamRecord } from './stream.ts';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:token';
const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:massgen-test';

/** What opens the API, unless a test says otherwise. */
export const TOKEN = 'the-token';

export interface Cloud {
  /** A request of somebody who has the token. */
  readonly send: (request: HttpRequest) => Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Readonly<Record<string, unknown>>;
  }>;
  readonly lambda: Lambda;
  readonly machine: StepFunctions;
  /** What the bus was given, in order. */
  readonly announced: readonly ContextCommitted['data'][];
  /** The operations that functions asked of DynamoDB. */
  readonly operations: readonly string[];
  /** Behind the back of all functions. */
  readonly log: ContextLog;
  readonly reactors: Reactors;
  readonly sessions: Sessions;
  /** Commits a run's request, as the API does before it dies. */
  readonly request: (team: Team, question?: string, session?: string) => Promise<string>;
  /** The records of the stream that have not been taken. */
  readonly records: () => StreamRecord[];
  /** Gives a batch of the stream to its function, and again what that could not deal with. */
  readonly deliver: (records: readonly StreamRecord[]) => Promise<void>;
  /** Lets everything go its way until nothing happens any more. */
  readonly settle: () => Promise<void>;
}

export interface CloudOptions {
  /** The state machine's definition. */
  readonly machine?: unknown;
  /** Which entry stands behind a function's name or ARN. */
  readonly functionOf?: (name: string) => FunctionName;
  /** What happens on the wire to DynamoDB. */
  readonly tell?: (call: Call) => ReturnType<Tell>;
  /** What the secret of the API holds. */
  readonly token?: string;
  /** Where large bodies go; without it none is expected. */
  readonly s3?: S3Engine;
  /** On top of the environment that all functions have. */
  readonly variables?: Readonly<Record<string, string>>;
  /** How many of the entries of a request the bus refuses. */
  readonly refuses?: () => number;
  /** In place of what Lambda does with an event. */
  readonly invoke?: (lambda: Lambda, name: FunctionName, event: unknown) => Promise<unknown>;
}

const entryOf = (name: string): FunctionName => (name.includes('${') ? 'coordinate' : 'backend');

/** An environment as it is deployed: real handlers and a real wire to DynamoDB; Step Functions on the interpreter. */
export async function startCloud({
  machine: asl = definition,
  functionOf = entryOf,
  tell = ({ forward }) => forward(),
  refuses = () => 0,
  token = TOKEN,
  s3,
  variables = {},
  invoke = (lambda, name, event) => lambda.invoke(name, event),
}: CloudOptions = {}): Promise<Cloud> {
  const engine = await startDynamo();
  const stream = createCommitStream();
  const through = (say: Tell) =>
    startWire(engine.endpoint, (call) =>
      say({
        ...call,
        forward: async () => {
          const answer = await call.forward();
          stream.see(call, answer);
          return answer;
        },
      }),
    );
  const wire = await through(tell);
  setEnvironment(wire.endpoint, { ...(s3 && { AWS_ENDPOINT_URL_S3: s3.endpoint }), ...variables });

  const lambda = createLambda();
  const call = (name: FunctionName, event: unknown) => invoke(lambda, name, event);
  const machine = createStepFunctions(asl, (name, payload) => call(functionOf(name), payload));
  const announced = mockBus(refuses);
  mockStepFunctions(machine);
  mockSecrets(token);

  const table = createDynamoTable({
    client: engine.connect((await through(({ forward }) => forward())).endpoint),
    name: TABLE,
    blobs: s3 ? createS3Blobs({ client: s3.connect(), bucket: BUCKET }) : createMemoryBlobs(),
  });
  const shared = { table, clock: systemClock, ids: randomIds, tenant: CLOUD_TENANT, redactor };
  const log = createContextLog(shared);
  const outside = {
    ...shared,
    log,
    sessions: createSessions(shared),
    runs: createRuns(shared),
    reactors: createReactors({ table, log }),
  } as unknown as SessionDeps; // a request needs no more

  /** EventBridge's rule on executions that did not succeed. An event comes at least once: here twice. */
  const tellOfEnds = async () => {
    for (const { input, name, over } of machine.executions) {
      const status = await over;
      if (status === 'SUCCEEDED' || told.has(name)) continue;
      told.add(name);
      const event = {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        detail: { name, status, input, stateMachineArn: MACHINE },
      };
      for (const _ of ['once', 'again']) await call('run-over', event);
    }
  };
  const told = new Set<string>();

  const deliver = async (records: readonly StreamRecord[]): Promise<void> => {
    for (let left = records, tries = 0; left.length > 0 && tries < 5; tries += 1) {
      const answer = await call('publish-commits', { Records: left }).catch(() => ({
        batchItemFailures: [{ itemIdentifier: left[0]?.dynamodb.SequenceNumber }],
      }));
      left = fromFirstFailure(left, answer);
    }
  };

  const send: Cloud['send'] = async ({ headers, ...request }) => {
    const authorised = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const event = httpEvent({ ...request, headers: { ...authorised, ...headers } });
    const { statusCode, headers: heads, body } = (await call('api', event)) as HttpAnswer;
    return { status: statusCode, headers: heads, body: JSON.parse(body) };
  };

  return {
    send,
    lambda,
    machine,
    announced,
    operations: wire.operations,
    log,
    reactors: outside.reactors,
    sessions: outside.sessions,
    request: async (team, question = 'Why?', session = 's') =>
      (await startRun(outside, { session, question, team })).run,
    records: stream.take,
    deliver,
    settle: async () => {
      for (;;) {
        await deliver(stream.take());
        await tellOfEnds();
        const left = stream.take();
        if (left.length === 0) return;
        await deliver(left);
      }
    },
  };
}

function setEnvironment(endpoint: string, more: Readonly<Record<string, string>>) {
  const variables = {
    [cloudVariables.environment]: 'test',
    [cloudVariables.table]: TABLE,
    [cloudVariables.bucket]: BUCKET,
    [cloudVariables.bus]: 'massgen-test',
    [cloudVariables.stateMachine]: MACHINE,
    [cloudVariables.backend]: 'rehearsal',
    [cloudVariables.backends]: 'rehearsal',
    [cloudVariables.tokenSecret]: SECRET,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: ACCOUNT.region,
    AWS_ACCESS_KEY_ID: ACCOUNT.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ACCOUNT.credentials.secretAccessKey,
    POWERTOOLS_SERVICE_NAME: 'massgen',
    POWERTOOLS_METRICS_NAMESPACE: 'MassGen',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    ...more,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  vi.resetModules();
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

function mockBus(refuses: () => number): readonly ContextCommitted['data'][] {
  const announced: ContextCommitted['data'][] = [];
  const bus = mockClient(EventBridgeClient);
  bus.on(PutEventsCommand).callsFake(({ Entries = [] }) => {
    const taken = Entries.length - refuses();
    for (const { Detail } of Entries.slice(0, taken))
      announced.push(fromAnnouncement(JSON.parse(Detail)).data);
    const results = Entries.map((_: unknown, at: number) =>
      at < taken ? { EventId: 'event' } : { ErrorCode: 'ThrottlingException' },
    );
    return { FailedEntryCount: Entries.length - taken, Entries: results };
  });
  onTestFinished(() => bus.restore());
  return announced;
}

function mockStepFunctions(machine: StepFunctions) {
  const client = mockClient(SFNClient);
  client.on(StartExecutionCommand).callsFake(({ name, input }) => machine.start(name, input));
  client
    .on(StopExecutionCommand)
    .callsFake(({ executionArn }) => machine.stop(executionArn.split(':').at(-1)));
  onTestFinished(() => client.restore());
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function mockSecrets(token: string) {
  const secrets = mockClient(SecretsManagerClient);
  secrets.on(GetSecretValueCommand, { SecretId: SECRET }).resolves({ SecretString: `${token}\n` });
  onTestFinished(() => secrets.restore());
}

interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string | undefined }[];
}

/** Lambda checkpoints at the first that failed, and delivers from there on again. */
function fromFirstFailure(records: readonly StreamRecord[], answer: unknown) {
  const failed = (answer as BatchAnswer).batchItemFailures.map(
    ({ itemIdentifier }) => itemIdentifier,
  );
  const first = records.findIndex(({ dynamodb }) => failed.includes(dynamodb.SequenceNumber));
  return first === -1 ? [] : records.slice(first);
}
