import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ACCOUNT } from '../support/aws-account.ts';
import { TABLE } from '../support/dynalite.ts';
import { startDynamo } from '../support/dynamo-engine.ts';
import { type HttpRequest, httpEvent } from '../support/http-event.ts';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:token';
const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:massgen';
const TOKEN = 'the-token';

/** The function as it is deployed, on a table over loopback. */
async function deployed() {
  const { endpoint, connect } = await startDynamo();
  const variables = {
    AWS_REGION: ACCOUNT.region,
    AWS_ACCESS_KEY_ID: ACCOUNT.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ACCOUNT.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    MASSGEN_ENVIRONMENT: 'test',
    MASSGEN_TABLE: TABLE,
    MASSGEN_BUCKET: 'massgen-test',
    MASSGEN_STATE_MACHINE: MACHINE,
    MASSGEN_BACKENDS: 'rehearsal,openai',
    MASSGEN_TOKEN_SECRET: SECRET,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const secrets = mockClient(SecretsManagerClient);
  const machine = mockClient(SFNClient);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    secrets.restore();
    machine.restore();
  });
  secrets.on(GetSecretValueCommand, { SecretId: SECRET }).resolves({ SecretString: `${TOKEN}\n` });
  machine.on(StartExecutionCommand).resolves({});

  vi.resetModules();
  const { handler } = await import('../../functions/api.ts');
  const client = connect();
  return {
    machine,
    secrets,
    send: async (request: HttpRequest) => {
      const event = httpEvent(request);
      const { statusCode, headers, body } = await handler(event, {} as Context);
      expect(headers).toMatchObject({ 'x-request-id': event.requestContext.requestId });
      return { status: statusCode, body: JSON.parse(body) };
    },
    rows: async () => (await client.send(new ScanCommand({ TableName: TABLE }))).Count,
  };
}

const authorised = { Authorization: `Bearer ${TOKEN}` };
const post = (body: object, path = '/v1/runs'): HttpRequest => ({
  method: 'POST',
  path,
  headers: { ...authorised, 'Content-Type': 'application/json', 'Idempotency-Key': 'mine' },
  body: JSON.stringify(body),
});

it('a question over HTTP is in the table, and its execution is started', async () => {
  const { send, machine, rows } = await deployed();
  expect(await rows()).toBe(0);
  const first = await send(post({ question: 'Why?', preset: 'rehearsal' }));
  expect(first).toMatchObject({ status: 202, body: { runId: expect.stringMatching(/^run_/) } });
  const again = await send(post({ question: 'Why?', preset: 'rehearsal' }));
  expect(again).toEqual(first);

  const { runId, sessionId } = first.body;
  const input = { tenant: 'main', context: sessionId, run: runId, round: 0 };
  for (const call of machine.commandCalls(StartExecutionCommand))
    expect(call.args[0].input).toEqual({
      stateMachineArn: MACHINE,
      name: `${runId}-1`,
      input: JSON.stringify(input),
    });
  const get = { method: 'GET', path: `/v1/runs/${runId}`, headers: authorised, body: 'idle' };
  expect(await send(get)).toMatchObject({
    status: 200,
    body: { runId, sessionId, status: 'queued', context: { version: 1 } },
  });
});

it('what is refused leaves the table as it was', async () => {
  const { send, rows, machine } = await deployed();
  const key = {
    question: 'Why?',
    config: { agents: [{ id: 'a', backend: { type: 'openai', api_key: 'x' } }] },
  };
  expect(await send(post(key))).toMatchObject({ status: 400, body: { code: 'config.notAllowed' } });
  const nobody = { question: 'Why?', config: { agents: [{ id: 'a', backend: { type: 'grok' } }] } };
  expect(await send(post(nobody))).toMatchObject({ body: { code: 'config.backendNotHere' } });
  const stranger = { ...post({ question: 'Why?', preset: 'rehearsal' }), headers: {} };
  expect(await send(stranger)).toMatchObject({ status: 401 });
  expect(await rows()).toBe(0);
  expect(machine.calls()).toHaveLength(0);
});

it('without a token in its secret the service opens to nobody, and says nothing of the secret', async () => {
  const { send, secrets } = await deployed();
  secrets.on(GetSecretValueCommand).resolves({ SecretString: '' });
  for (const token of [TOKEN, 'x', '']) {
    const headers = { Authorization: `Bearer ${token}` };
    const { status, body } = await send({ method: 'GET', path: '/v1/runs/run_1', headers });
    expect(status).toBe(token === '' ? 401 : 500);
    expect(JSON.stringify(body)).not.toContain('secretsmanager');
  }
});

it('health needs nothing but its variables', async () => {
  vi.stubEnv('MASSGEN_ENVIRONMENT', 'test');
  vi.stubEnv('MASSGEN_BACKENDS', 'rehearsal, openai');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { handler } = await import('../../functions/health.ts');
  const { statusCode, headers, body = '' } = await handler();
  expect({ statusCode, headers }).toMatchObject({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
  });
  expect(JSON.parse(body)).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    environment: 'test',
    backends: ['rehearsal', 'openai'],
  });
});
