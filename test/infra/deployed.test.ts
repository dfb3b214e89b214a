import { expect, it } from 'vitest';
import { commitsOf, mainBranch } from '../../lib/core/context/address.ts';
import { createStepFunctions } from '../support/cloud/step-functions.ts';
import { TABLE } from '../support/dynalite.ts';
import { startDynamo } from '../support/dynamo-engine.ts';
import { httpEvent } from '../support/http-event.ts';
import { startAws } from './_aws.ts';
import { createLambda } from './_lambda.ts';
import { statementsOf } from './_rights.ts';
import { functions, machineOf, resourceOf } from './_template.ts';

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:massgen-dev';
const TOKEN = 'the-token';

/** `dev`: its zips, its variables, its state machine; on a table over loopback. */
async function deployed() {
  const { endpoint: dynamo } = await startDynamo();
  let starts = 0;
  const aws = await startAws(dynamo, {
    'states:StartExecution': ({ name, input }) => {
      starts += 1;
      if (starts === 1)
        throw new Error('the API starts no run, as if it had died behind its commit');
      machine.start(`${name}`, `${input}`);
      return { executionArn: `${MACHINE}:${name}`, startDate: 0 };
    },
    'states:StopExecution': ({ executionArn }) => {
      machine.stop(`${executionArn}`.split(':').at(-1) ?? '');
      return { stopDate: 0 };
    },
    'events:PutEvents': ({ Entries }) => ({
      FailedEntryCount: 0,
      Entries: (Entries as unknown[]).map(() => ({ EventId: 'event' })),
    }),
    'secretsmanager:GetSecretValue': () => ({ SecretString: TOKEN }),
  });
  const invoke = createLambda((name) => ({
    ...variablesOf(name),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: name,
    AWS_SECRET_ACCESS_KEY: 'none',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    AWS_ENDPOINT_URL: aws.endpoint,
  }));
  const machine = createStepFunctions(
    machineOf('dev', (id) => nameOf(id)),
    (functionName, payload) => invoke(functionName.replace('massgen-dev-', ''), payload),
  );
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
    const event = httpEvent({
      method,
      path,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await invoke('api', event)) as { statusCode: number; body: string };
    return { code: answer.statusCode, said: JSON.parse(answer.body) };
  };
  return { ...aws, invoke, machine, ask };
}

const nameOf = (id: string) => [...functions()].find(([, one]) => one.id === id)?.[0] ?? id;

/** What CloudFormation would fill in. */
function variablesOf(name: string): Readonly<Record<string, string>> {
  const known = new Map([
    [resourceOf('dev', 'AWS::DynamoDB::GlobalTable').id, TABLE],
    [resourceOf('dev', 'AWS::S3::Bucket').id, 'massgen-dev-bucket'],
    [resourceOf('dev', 'AWS::StepFunctions::StateMachine').id, MACHINE],
  ]);
  const filledIn = (value: unknown) => {
    if (typeof value === 'string') return value;
    const id = /"(?:Ref":|Fn::GetAtt":\[)"(\w+)"/.exec(JSON.stringify(value))?.[1] ?? '';
    return known.get(id) ?? id;
  };
  const { variables = {} } = functions().get(name) ?? {};
  return Object.fromEntries(
    Object.entries(variables).map(([variable, value]) => [variable, filledIn(value)]),
  );
}

it('a question is answered by the zips, told what the template tells them, and with no other right', async () => {
  const { ask, invoke, machine, deeds } = await deployed();

  const asked = await ask('POST', '/v1/runs', { question: 'Why?', preset: 'rehearsal' });
  expect(asked).toMatchObject({ code: 202, said: { runId: expect.any(String) } });
  const { runId, sessionId } = asked.said;

  const pk = { S: commitsOf(mainBranch('main', sessionId)) };
  const Records = [{ eventName: 'INSERT', dynamodb: { Keys: { pk }, SequenceNumber: '1' } }];
  expect(await invoke('publish-commits', { Records })).toEqual({ batchItemFailures: [] });
  await machine.executions[0]?.over;
  expect(await ask('GET', `/v1/runs/${runId}`)).toMatchObject({
    code: 200,
    said: { status: 'completed', answer: expect.stringContaining('Rehearsal') },
  });

  const note = { operations: [{ op: 'put', item: 'a', kind: 'note', body: 'Words.' }] };
  expect(await ask('POST', '/v1/contexts/ctx/commits', note)).toMatchObject({ code: 200 });
  expect(await ask('POST', '/v1/contexts/ctx/commits', { ...note, base: 0 })).toMatchObject({
    code: 409,
  });
  expect(await ask('GET', '/v1/contexts/ctx/view')).toMatchObject({ code: 200 });
  expect(await ask('POST', '/v1/contexts/ctx/purges', { item: 'a' })).toMatchObject({ code: 200 });
  expect(await ask('GET', '/openapi.json')).toMatchObject({ code: 200 });

  await invoke('catch-up', {});
  await invoke('run-over', {
    'detail-type': 'Step Functions Execution Status Change',
    detail: { status: 'ABORTED', input: machine.executions[0]?.input },
  });
  expect(await invoke('health', {})).toMatchObject({ statusCode: 200 });

  for (const { by, action } of deeds)
    expect(
      statementsOf(by).flatMap(({ actions }) => actions),
      by,
    ).toContain(action);
  const done = new Set(deeds.map(({ by, action }) => `${by} ${action}`));
  for (const deed of [
    'api secretsmanager:GetSecretValue',
    'api states:StartExecution',
    'api dynamodb:PutItem',
    'coordinate dynamodb:Query',
    'rehearsal dynamodb:PutItem',
    'publish-commits events:PutEvents',
    'publish-commits states:StartExecution',
    'run-over dynamodb:Query',
    'catch-up dynamodb:Query',
  ])
    expect(done).toContain(deed);
});
