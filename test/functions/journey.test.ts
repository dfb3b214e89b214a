import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { presetNamed } from '../../lib/config/presets.ts';
import { mainBranch } from '../../lib/core/context/address.ts';
import { functions, resourceOf } from '../infra/_template.ts';
import { type Cloud, startCloud } from '../support/cloud/cloud.ts';
import type { FunctionName } from '../support/cloud/lambda.ts';
import { shapeOf } from '../support/cloud/shape-of.ts';
import { embedded } from './_embedded.ts';

const Machine = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(
    z.string(),
    z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  ),
});

/** The state machine of the synthesised template, as AWS would fill it in. */
function deployedMachine(): unknown {
  const { DefinitionString, DefinitionSubstitutions } = Machine.parse(
    resourceOf('dev', 'AWS::StepFunctions::StateMachine').Properties,
  );
  const nameOf = (id: string | undefined) =>
    [...functions()].find(([, deployed]) => deployed.id === id)?.[0];
  return JSON.parse(
    DefinitionString.replaceAll(
      /\$\{(\w+)\}/g,
      (_, name: string) =>
        `arn:aws:lambda:eu-central-1:123456789012:function:massgen-dev-${nameOf(DefinitionSubstitutions[name]?.['Fn::GetAtt'][0])}`,
    ),
  );
}

const entryOf = (name: string): FunctionName =>
  name.endsWith(':massgen-dev-coordinate') ? 'coordinate' : 'backend';

const start = () => startCloud({ machine: deployedMachine(), functionOf: entryOf });

const ask = (cloud: Cloud, body: object) =>
  cloud.send({ method: 'POST', path: '/v1/runs', body: JSON.stringify(body) });

it('a question that comes over the API runs through the deployed definition to the answer that one machine gives', async () => {
  const cloud = await start();
  const asked = await ask(cloud, { question: 'Why?', preset: 'rehearsal', sessionId: 's' });
  expect(asked.status).toBe(202);
  await cloud.settle();
  expect(cloud.machine.executions).toHaveLength(1);

  const path = `/v1/runs/${asked.body['runId']}`;
  expect(await cloud.send({ method: 'GET', path })).toMatchObject({
    status: 200,
    body: { status: 'completed', winner: 'setup', calls: 7, context: { id: 's', version: 12 } },
  });
  const { commits } = await cloud.log.history(mainBranch('main', 's'));
  expect(shapeOf(commits)).toEqual(shapeOf(await embedded(presetNamed('rehearsal').config)));
});

it('a run that is stopped over the API ends, and its turn with it', async () => {
  const slow = { type: 'rehearsal', script: [{ answer: 'Late.', delay_ms: 600_000 }] };
  const cloud = await start();
  const asked = await ask(cloud, {
    question: 'Why?',
    config: { agents: [{ id: 'one', backend: slow }] },
    sessionId: 's',
  });
  const path = `/v1/runs/${asked.body['runId']}`;
  const isRunning = async () =>
    (await cloud.send({ method: 'GET', path })).body['status'] === 'running';
  while (!(await isRunning())) await sleep(20);

  const stopped = await cloud.send({ method: 'DELETE', path });
  expect(stopped).toMatchObject({ status: 200, body: { status: 'interrupted', answer: null } });
  await cloud.lambda.idle();
  await cloud.settle();
  expect(await cloud.send({ method: 'GET', path })).toMatchObject(stopped);
});
