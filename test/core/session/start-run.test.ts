import { describe, expect, it } from 'vitest';
import { runItems, turnItems } from '../../../lib/core/coordination/run-items.ts';
import { finishRun } from '../../../lib/core/session/finish-run.ts';
import { startRun } from '../../../lib/core/session/start-run.ts';
import { countedIds } from '../../support/counted-ids.ts';
import { memoryTable } from '../../support/memory-log.ts';
import { newAnswer } from '../agent/_model.ts';
import { outrun } from '../context/_tables.ts';
import { house, SESSION } from '../coordination/_house.ts';

const agents = { ada: [[newAnswer('Because.')]], bob: [] };

describe('a question', () => {
  it('starts a run by one commit, and its session by a row', async () => {
    const { ask, commits, state, deps } = house({ agents });
    const { order, run } = await ask('Why  is\nthat?');
    expect(await commits()).toHaveLength(1);
    const { items } = await state();
    expect([...items.values()].map(({ id }) => id)).toEqual([
      runItems(order.run).request,
      turnItems(1).question,
      'session/run',
    ]);
    expect(items.get(turnItems(1).question)?.body).toMatchObject({
      role: 'user',
      author: { agent: 'user' },
      parts: [{ type: 'text', text: 'Why  is\nthat?' }],
    });
    expect((await run()).request).toMatchObject({ turn: 1, question: 'Why  is\nthat?' });
    expect(await deps.sessions.get(SESSION)).toMatchObject({
      title: 'Why is that?',
      turns: 1,
      status: 'running',
      run: order.run,
      agents: ['ada', 'bob'],
      backends: ['first'],
      anchor: null,
    });
    expect(await deps.runs.sessionOf(order.run)).toBe(SESSION);
  });

  it('in a session that is on another is refused, and changes nothing', async () => {
    const { ask, commits } = house({ agents });
    const { order } = await ask();
    await expect(ask('And why else?')).rejects.toMatchObject({
      code: 'session.busy',
      facts: { session: SESSION, run: order.run },
    });
    expect(await commits()).toHaveLength(1);
  });

  it('after another is the next turn of the session', async () => {
    const { ask, deps, state } = house({ agents });
    const first = await ask();
    await finishRun(deps)(first.order);
    const second = await ask('And why else?');
    expect((await second.run()).request.turn).toBe(2);
    expect((await state()).items.has(turnItems(2).question)).toBe(true);
    expect(await deps.sessions.get(SESSION)).toMatchObject({ turns: 2, title: 'Why?' });
  });

  it('asked twice at once is asked once, and the other is told who was first', async () => {
    const table = memoryTable();
    const ids = countedIds();
    let rival: (() => Promise<unknown>) | undefined;
    const slow = outrun(table, async ({ partition }) => {
      if (!partition.includes('/contexts/')) return;
      const act = rival;
      rival = undefined;
      await act?.();
    });
    const mine = house({ agents, ids, table: slow });
    const theirs = house({ agents, ids, table });
    let first = '';
    rival = async () => {
      first = (await theirs.ask('Who?')).order.run;
    };
    const refusal = await mine.ask('Why?').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'session.busy', facts: { run: first } });
    expect(first).not.toBe('');
    expect(await mine.commits()).toHaveLength(1);
  });

  it('under an id that was drawn beforehand is asked once, however often and with how many hands', async () => {
    const { deps, team, commits } = house({ agents });
    const asked = { session: SESSION, question: 'Why?', team, run: 'run_mine' };
    const orders = await Promise.all([startRun(deps, asked), startRun(deps, asked)]);
    orders.push(await startRun(deps, asked));
    for (const { run } of orders) expect(run).toBe('run_mine');
    expect(await commits()).toHaveLength(1);
  });

  it('whose asker died before its session was told is made good by asking again', async () => {
    const { deps, team } = house({ agents });
    const asked = { session: SESSION, question: 'Why?', team, run: 'run_mine' };
    const dying = {
      ...deps,
      sessions: { ...deps.sessions, update: () => Promise.reject(new Error('killed')) },
    };
    await expect(startRun(dying, asked)).rejects.toThrow('killed');
    await startRun(deps, asked);
    expect(await deps.sessions.get(SESSION)).toMatchObject({ turns: 1, status: 'running' });
  });

  it('whose asker died is in its session all the same when it is over, also for who asks late', async () => {
    const { deps, team } = house({ agents });
    const asked = { session: SESSION, question: 'Why?', team, run: 'run_mine' };
    const dying = {
      ...deps,
      sessions: { ...deps.sessions, update: () => Promise.reject(new Error('killed')) },
    };
    await expect(startRun(dying, asked)).rejects.toThrow('killed');
    await finishRun(deps)({ tenant: 'tenant', context: SESSION, run: 'run_mine' });
    const over = { turns: 1, status: 'failed', run: 'run_mine', agents: ['ada', 'bob'] };
    expect(await deps.sessions.get(SESSION)).toMatchObject(over);
    await startRun(deps, asked);
    expect(await deps.sessions.get(SESSION)).toMatchObject(over);
  });

  it('with a very long text gives its session a short title', async () => {
    const { deps, team } = house({ agents });
    await startRun(deps, { session: SESSION, question: 'why '.repeat(100), team });
    expect((await deps.sessions.get(SESSION)).title.length).toBeLessThanOrEqual(80);
  });
});
