import { describe, expect, it } from 'vitest';
import { mainBranch } from '../../../lib/core/context/address.ts';
import { rollBack } from '../../../lib/core/context/roll-back.ts';
import { turnItems } from '../../../lib/core/coordination/run-items.ts';
import { finishRun } from '../../../lib/core/session/finish-run.ts';
import { resumeRun } from '../../../lib/core/session/resume-run.ts';
import { stopRun } from '../../../lib/core/session/stop-run.ts';
import { countedIds } from '../../support/counted-ids.ts';
import { memoryTable } from '../../support/memory-log.ts';
import { newAnswer, vote, words } from '../agent/_model.ts';
import { outrun } from '../context/_tables.ts';
import { house, SESSION } from '../coordination/_house.ts';

const agents = {
  ada: [[newAnswer('Because.')], [vote('agent1')], [words('The answer.')]],
  bob: [[newAnswer('No reason.')], [vote('agent1')]],
};

/** A run that was stopped after ada's first turn. */
async function interrupted(more: Partial<Parameters<typeof house>[0]> = {}) {
  const home = house({ agents, ...more });
  const asked = await home.ask();
  await asked.plan();
  await asked.turn('ada');
  await stopRun(home.deps, asked.order, 'enough');
  await finishRun(home.deps)(asked.order);
  return { ...home, ...asked };
}

it('a run whose plan failed for good shows what stands, and can be taken up', async () => {
  const { deps, ask } = house({ agents });
  const { order, hold, plan, present, run } = await ask();
  await hold();
  await finishRun(deps)(order);
  expect((await run()).result).toMatchObject({
    status: 'interrupted',
    winner: 'ada',
    answer: 'Because.',
  });
  expect(await resumeRun(deps, order)).toMatchObject({ attempt: 2, result: undefined });
  await hold(1);
  await plan(2);
  await present('ada', { round: 3 });
  await finishRun(deps)(order);
  expect((await run()).result).toMatchObject({ status: 'completed', answer: 'The answer.' });
});

describe('a run that was stopped', () => {
  it('has a result and an answer of what stood, and says that it was interrupted', async () => {
    const { run, state, deps } = await interrupted();
    expect((await run()).result).toMatchObject({ status: 'interrupted', answer: 'Because.' });
    expect((await state()).items.has(turnItems(1).answer)).toBe(true);
    expect(await deps.sessions.get(SESSION)).toMatchObject({ status: 'interrupted' });
  });

  it('stays as it was when it is stopped again', async () => {
    const { deps, order, commits } = await interrupted();
    const before = await commits();
    await stopRun(deps, order, 'really');
    expect(await commits()).toEqual(before);
    const again = house({ agents });
    const asked = await again.ask();
    await stopRun(again.deps, asked.order, 'first');
    await stopRun(again.deps, asked.order, 'second');
    expect((await asked.run()).stopped).toBe('first');
  });

  it('can be taken up again, and goes on with the round it was in', async () => {
    const { deps, order, plan, hold, present, run, askedOf, state } = await interrupted();
    expect(await resumeRun(deps, order)).toMatchObject({
      attempt: 2,
      stopped: undefined,
      result: undefined,
    });
    expect((await state()).items.has(turnItems(1).answer)).toBe(false);
    expect(await deps.sessions.get(SESSION)).toMatchObject({ status: 'running', run: order.run });
    await hold();
    expect(askedOf('ada')).toHaveLength(1);
    expect(askedOf('bob')).toHaveLength(1);
    await hold(1);
    await plan(2);
    await present('ada', { round: 3 });
    await finishRun(deps)(order);
    expect((await run()).result).toMatchObject({ status: 'completed', answer: 'The answer.' });
  });

  it('can be stopped and taken up any number of times', async () => {
    const { deps, order, run } = await interrupted();
    for (const attempt of [2, 3]) {
      expect(await resumeRun(deps, order)).toMatchObject({ attempt });
      await stopRun(deps, order, 'enough');
      expect((await run()).stopped).toBe('enough');
      await finishRun(deps)(order);
      expect((await run()).result?.status).toBe('interrupted');
    }
  });

  it('is taken up once by two at the same time', async () => {
    const { deps, order, commits } = await interrupted();
    const before = await commits();
    const runs = await Promise.all([resumeRun(deps, order), resumeRun(deps, order)]);
    expect(runs.map(({ attempt }) => attempt)).toEqual([2, 2]);
    expect(await commits()).toHaveLength(before.length + 1);
  });

  it('stays over once its session has moved on', async () => {
    const { deps, order, ask, commits } = await interrupted();
    const second = await ask('And why else?');
    const before = await commits();
    expect(await resumeRun(deps, order)).toMatchObject({ result: { status: 'interrupted' } });
    await finishRun(deps)(second.order);
    expect(await resumeRun(deps, order)).toMatchObject({ result: { status: 'interrupted' } });
    expect(await commits()).toHaveLength(before.length + 1);
  });

  it('is a fault once its session was rolled back to before it was asked for', async () => {
    const { deps, order, commits } = await interrupted();
    await rollBack(deps.log, mainBranch(order.tenant, order.context), 0);
    const before = await commits();
    await expect(resumeRun(deps, order)).rejects.toMatchObject({ code: 'run.rolledBack' });
    expect(await commits()).toEqual(before);
  });

  it('stays over when its session moves on at that moment, and the session is not its own', async () => {
    const table = memoryTable();
    const ids = countedIds();
    let rival: (() => Promise<unknown>) | undefined;
    const slow = outrun(table, async ({ body }) => {
      if (!JSON.stringify(body).includes('"step":"resume"')) return;
      const act = rival;
      rival = undefined;
      await act?.();
    });
    const { deps, order } = await interrupted({ ids, table: slow });
    const theirs = house({ agents, ids, table });
    let second = '';
    rival = async () => {
      second = (await theirs.ask('And why else?')).order.run;
    };
    expect(await resumeRun(deps, order)).toMatchObject({ result: { status: 'interrupted' } });
    expect(await deps.sessions.get(SESSION)).toMatchObject({ status: 'running', run: second });
  });
});

describe('taking up again', () => {
  it('a run that goes on changes nothing', async () => {
    const { ask, deps, commits } = house({ agents });
    const { order } = await ask();
    expect(await resumeRun(deps, order)).toMatchObject({ attempt: 1, result: undefined });
    expect(await commits()).toHaveLength(1);
  });

  it('a run that was stopped and never finished goes on', async () => {
    const { ask, deps } = house({ agents });
    const { order } = await ask();
    await stopRun(deps, order, 'enough');
    expect(await resumeRun(deps, order)).toMatchObject({ attempt: 2, stopped: undefined });
  });

  it('a run that ended by itself finds its result', async () => {
    const { ask, deps, commits } = house({ agents: { ada: [[words('Hm.')]] }, agentFailures: 1 });
    const { hold, plan, order } = await ask();
    await hold();
    await plan(1);
    await finishRun(deps)(order);
    const before = await commits();
    expect(await resumeRun(deps, order)).toMatchObject({ result: { status: 'failed' } });
    expect(await commits()).toEqual(before);
  });

  it('a run that nobody asked for is a fault', async () => {
    const { deps } = house({ agents });
    const order = { tenant: 'tenant', context: SESSION, run: 'run_0' };
    await expect(resumeRun(deps, order)).rejects.toMatchObject({ code: 'run.unknown' });
    await expect(stopRun(deps, order, 'enough')).rejects.toMatchObject({ code: 'run.unknown' });
    await expect(finishRun(deps)(order)).rejects.toMatchObject({ code: 'run.unknown' });
    await expect(deps.runs.sessionOf('run_0')).rejects.toMatchObject({
      code: 'run.unknown',
      facts: { run: 'run_0' },
    });
  });
});
