import { expect, it } from 'vitest';
import { mainBranch } from '../../lib/core/context/address.ts';
import { ContextCommitted } from '../../lib/core/context/context-committed.ts';
import { toSubscription } from '../../lib/core/view/subscription.ts';
import { type Cloud, startCloud } from '../support/cloud/cloud.ts';

const address = mainBranch('main', 's');

const bob = {
  run: 'run_1',
  subscription: toSubscription({ agent: 'bob', kinds: ['note', 'answer'], then: 'act' }),
  agent: {
    id: 'bob',
    backends: [{ type: 'rehearsal', options: { script: [{ text: 'Seen.' }] } }],
  },
};

async function environment() {
  const cloud = await startCloud();
  await cloud.sessions.ensure('s', 'S');
  await cloud.reactors.set(address, [bob]);
  return cloud;
}

const note = (cloud: Cloud, body: string) =>
  cloud.log.commit(address, {
    author: { agent: 'user' },
    operations: [{ op: 'put', item: body, kind: 'note', body }],
  });

/** What EventBridge's rules make of what was announced: each event comes twice. */
async function passOn(cloud: Cloud, from = 0) {
  for (const data of cloud.announced.slice(from)) {
    if (!data.backends.includes('rehearsal')) continue;
    for (const _ of ['once', 'again']) await cloud.lambda.invoke('backend', eventOf(data));
  }
}

const eventOf = (
  data: ContextCommitted['data'],
  dataschema = 'urn:massgen:context.committed:1',
) => ({
  source: ContextCommitted.source,
  'detail-type': ContextCommitted.detailType,
  detail: {
    specversion: '1.0',
    id: 'id',
    source: ContextCommitted.source,
    type: ContextCommitted.detailType,
    time: '2026-01-01T00:00:00.000Z',
    subject: 's',
    datacontenttype: 'application/json',
    dataschema,
    data,
  },
});

const saidIn = async ({ log }: Cloud) =>
  [...(await log.history(address)).state.items.values()]
    .filter(({ id }) => id.endsWith('/said'))
    .map(({ body }) => body);

it('a commit is announced to the backend of the agent that acts on it, and acted on once', async () => {
  const cloud = await environment();
  await note(cloud, 'Look.');
  await cloud.settle();
  expect(cloud.announced.map(({ backends }) => backends)).toEqual([['rehearsal']]);
  await passOn(cloud);
  expect(await saidIn(cloud)).toEqual(['Seen.']);
  await cloud.settle();
  expect(cloud.announced.at(-1)).toMatchObject({ author: 'bob', backends: [] });
});

it('a last event that was lost is made good by the schedule, for those who announce and those who act', async () => {
  const cloud = await environment();
  await note(cloud, 'Look.');
  cloud.records();
  await cloud.lambda.invoke('catch-up', {});
  expect(cloud.announced).toHaveLength(1);
  await cloud.lambda.invoke('catch-up', {});
  expect(cloud.announced.map(({ version }) => version)).toEqual([1, 1]);
  await passOn(cloud, 1);
  expect(await saidIn(cloud)).toEqual(['Seen.']);
  cloud.records();
  await cloud.lambda.invoke('catch-up', {});
  await cloud.lambda.invoke('catch-up', {});
  expect(cloud.announced.map(({ version }) => version)).toEqual([1, 1, 2]);
});

it('an announcement in a version that is not known is refused, and nothing happens', async () => {
  const cloud = await environment();
  await note(cloud, 'Look.');
  await cloud.settle();
  const [data] = cloud.announced;
  const event = eventOf(data as ContextCommitted['data'], 'urn:massgen:context.committed:2');
  await expect(cloud.lambda.invoke('backend', event)).rejects.toThrow(/event/);
  expect(await saidIn(cloud)).toEqual([]);
});
