import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { presetNamed } from '../../lib/config/presets.ts';
import { toTeam } from '../../lib/config/to-team.ts';
import { mainBranch } from '../../lib/core/context/address.ts';
import type { Commit } from '../../lib/core/context/commit.ts';
import { readRun } from '../../lib/core/coordination/read-run.ts';
import { noiseText } from '../conformance/_noise.ts';
import { type Cloud, type CloudOptions, startCloud } from '../support/cloud/cloud.ts';
import { outcomeOf, shapeOf } from '../support/cloud/shape-of.ts';
import { anError, type Call } from '../support/dynamo-wire.ts';
import { BUCKET, startS3 } from '../support/s3-engine.ts';
import { embedded } from './_embedded.ts';

const { config } = presetNamed('rehearsal');
const { team } = toTeam(config, () => undefined);

/** Whoever is quicker, they take the same steps. */
const { team: pair } = toTeam(
  {
    agents: [
      { id: 'one', backend: { type: 'rehearsal', script: [{ answer: 'A' }, { vote: 'one' }] } },
      { id: 'two', backend: { type: 'rehearsal', script: [{ answer: 'B' }, { vote: 'one' }] } },
    ],
  },
  () => undefined,
);

const commitsIn = async (cloud: Cloud): Promise<readonly Commit[]> =>
  (await cloud.log.history(mainBranch('main', 's'))).commits;

async function wholeRun(options: CloudOptions = {}, asked = team) {
  const cloud = await startCloud(options);
  const run = await cloud.request(asked);
  await cloud.settle();
  return { cloud, run, commits: await commitsIn(cloud) };
}

const versionsOf = (commits: readonly { readonly version: number }[]) =>
  commits.map(({ version }) => version);

it('commits in the cloud what the same run commits on one machine, and announces each commit in order', async () => {
  const { cloud, commits } = await wholeRun();
  expect(shapeOf(commits)).toEqual(shapeOf(await embedded(config)));
  expect(versionsOf(cloud.announced)).toEqual(versionsOf(commits));
});

it('keeps large answers on S3, while the state machine carries nothing but ids', async () => {
  const answer = noiseText(150_000);
  const large = {
    agents: [
      {
        id: 'one',
        backend: { type: 'rehearsal', script: [{ answer }, { vote: 'one' }, { text: answer }] },
      },
    ],
  };
  const s3 = await startS3();
  const carried: number[] = [];
  const { commits } = await wholeRun(
    {
      s3,
      invoke: async (lambda, name, event) => {
        const report = await lambda.invoke(name, event);
        if (name === 'coordinate' || name === 'backend')
          carried.push(...[event, report].map((one) => JSON.stringify(one).length));
        return report;
      },
    },
    toTeam(large, () => undefined).team,
  );
  expect(shapeOf(commits)).toEqual(shapeOf(await embedded(large)));
  expect(readRun(commits, commits[0]?.cause?.run ?? '').result).toMatchObject({ answer });
  const { KeyCount } = await s3.connect().send(new ListObjectsV2Command({ Bucket: BUCKET }));
  expect(KeyCount).toBeGreaterThan(1);
  expect(Math.max(...carried)).toBeLessThan(10_000);
});

it('lets an agent read whole what it is shown in short', async () => {
  const { team: readers } = toTeam(
    {
      agents: [
        {
          id: 'one',
          backend: {
            type: 'rehearsal',
            script: [{ read: ['plan'] }, { answer: 'A' }, { vote: 'one' }],
          },
        },
      ],
      orchestrator: { context: { token_budget: 400, subscriptions: [{ kinds: ['note'] }] } },
    },
    () => undefined,
  );
  const cloud = await startCloud();
  const plan = `begin ${'step '.repeat(300)}end`;
  await cloud.log.commit(mainBranch('main', 's'), {
    author: { agent: 'user' },
    operations: [{ op: 'put', item: 'plan', kind: 'note', body: plan }],
  });
  const run = await cloud.request(readers);
  await cloud.settle();
  const { result, transcripts } = readRun(await commitsIn(cloud), run);
  expect(result).toMatchObject({ status: 'completed', answer: 'A' });
  const said = JSON.stringify(transcripts.get('one'));
  expect(said).toMatch(
    /<<< note plan of user \S{10}\\nbegin step .* characters left out.* step end/,
  );
});

it('ends the same wherever a function dies, before its write and behind it', async () => {
  const { cloud: whole, commits } = await wholeRun({}, pair);
  const expected = outcomeOf(commits);
  const moments = whole.operations.length;
  expect(moments).toBeGreaterThan(20);
  for (let moment = 0; moment < moments; moment += 1)
    for (const isWritten of [false, true]) {
      const death = deathAt(moment, isWritten);
      const killed = await wholeRun(death, pair);
      expect(outcomeOf(killed.commits), `killed at operation ${moment}`).toEqual(expected);
    }
});

/** Nothing answers a certain operation, and every function at work then is gone, with what it had in memory. */
function deathAt(moment: number, isWritten: boolean): CloudOptions {
  let seen = 0;
  const atWork = new Set<() => void>();
  return {
    tell: async ({ forward }: Call) => {
      seen += 1;
      if (seen !== moment + 1) return forward();
      if (isWritten) await forward();
      for (const die of atWork) die();
      return new Promise(() => undefined);
    },
    invoke: (lambda, name, event) => {
      const { promise: dead, reject } = Promise.withResolvers<never>();
      const die = () => {
        lambda.cool();
        reject(Object.assign(new Error('Runtime exited'), { name: 'Lambda.Unknown' }));
      };
      atWork.add(die);
      return Promise.race([lambda.invoke(name, event), dead]).finally(() => atWork.delete(die));
    },
  };
}

it('ends the same when the stream comes twice, late and backwards', async () => {
  const cloud = await startCloud();
  await cloud.request(team);
  const asked = cloud.records();
  await cloud.deliver([...asked, ...asked]);
  await Promise.all(cloud.machine.executions.map(({ over }) => over));
  const late = [...asked, ...cloud.records()].reverse();
  for (const record of late) await cloud.deliver([record, record]);
  const commits = await commitsIn(cloud);
  expect(outcomeOf(commits)).toEqual(outcomeOf(await embedded(config)));
  expect(versionsOf(cloud.announced)).toEqual(versionsOf(commits));
  expect(cloud.machine.executions).toHaveLength(1);
});

it('announces everything at last when the bus refuses a part of it', async () => {
  let requests = 0;
  const refuses = () => {
    requests += 1;
    return requests % 2;
  };
  const { cloud, commits } = await wholeRun({ refuses });
  expect(new Set(versionsOf(cloud.announced))).toEqual(new Set(versionsOf(commits)));
});

it('ends the same on a table that throttles', async () => {
  let seen = 0;
  const { commits } = await wholeRun({
    tell: async ({ forward }) => {
      seen += 1;
      return seen % 3 === 0 ? anError(400, 'ThrottlingException') : forward();
    },
  });
  expect(outcomeOf(commits)).toEqual(outcomeOf(await embedded(config)));
});

it('is started and announced by the schedule when the stream lost it', async () => {
  const cloud = await startCloud();
  const run = await cloud.request(team);
  cloud.records();
  expect(await cloud.lambda.invoke('catch-up', {})).toMatchObject({ open: 1 });
  await Promise.all(cloud.machine.executions.map(({ over }) => over));
  cloud.records();
  await cloud.lambda.invoke('catch-up', {});
  const commits = await commitsIn(cloud);
  expect(readRun(commits, run).result?.status).toBe('completed');
  expect(versionsOf(cloud.announced)).toEqual(versionsOf(commits));
  expect(await cloud.lambda.invoke('catch-up', {})).toEqual({ announced: 0, open: 0 });
});

it('ends with what stands when its execution is aborted from outside', async () => {
  const slow = toTeam(
    {
      agents: [
        { id: 'one', backend: { type: 'rehearsal', script: [{ answer: 'A', delay_ms: 60_000 }] } },
      ],
    },
    () => undefined,
  );
  const cloud = await startCloud();
  const run = await cloud.request(slow.team);
  await cloud.deliver(cloud.records());
  const [execution] = cloud.machine.executions;
  execution?.abort();
  await cloud.settle();
  const { result } = readRun(await commitsIn(cloud), run);
  expect(result).toMatchObject({ answer: null });
  expect(result?.status).not.toBe('completed');
});
