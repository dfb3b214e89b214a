import { expect, it } from 'vitest';
import { startCloud } from '../support/cloud/cloud.ts';
import type { FunctionName } from '../support/cloud/lambda.ts';

const order = { tenant: 'main', context: 's', run: 'run_1', round: 1 };

it.each<readonly [FunctionName, string, unknown]>([
  ['coordinate', 'a task of another version', { task: 'Judge', order }],
  ['coordinate', 'no order', { task: 'Plan', order: { question: 'Why?' } }],
  ['backend', 'nothing', null],
  ['run-over', 'an event of another service', { source: 'aws.ec2', detail: {} }],
  ['publish-commits', 'no batch', { detail: {} }],
])('%s refuses %s, and nothing is written', async (name, _, event) => {
  const cloud = await startCloud();
  await expect(cloud.lambda.invoke(name, event)).rejects.toMatchObject({ name: 'event.invalid' });
  expect(cloud.operations).toEqual([]);
});

it('an order of a run that nobody asked for is refused, and nothing is written', async () => {
  const cloud = await startCloud();
  await expect(cloud.lambda.invoke('coordinate', { task: 'Plan', order })).rejects.toMatchObject({
    name: 'run.unknown',
  });
  expect(new Set(cloud.operations)).toEqual(new Set(['Query']));
});
