import { describe, expect, it } from 'vitest';
import { verifyContext } from '../../../lib/core/context/verify-context.ts';
import { turnItems } from '../../../lib/core/coordination/run-items.ts';
import { finishRun } from '../../../lib/core/session/finish-run.ts';
import { openRunOf } from '../../../lib/core/session/start-run.ts';
import { newAnswer, vote, words } from '../agent/_model.ts';
import { address, house, SESSION } from '../coordination/_house.ts';

async function presented() {
  const home = house({
    agents: { ada: [[newAnswer('Because.')], [vote('agent1')], [words('The answer.')]] },
  });
  const asked = await home.ask();
  await asked.hold();
  await asked.hold(1);
  await asked.plan(2);
  await asked.present('ada', { round: 3 });
  return { ...home, ...asked, finish: () => finishRun(home.deps)(asked.order) };
}

describe('the end of a run', () => {
  it('is a commit with its result and the answer of its turn, and the session is free again', async () => {
    const { finish, run, state, order } = await presented();
    expect(await finish()).toEqual({ ...order, kind: 'finished' });
    expect((await run()).result).toMatchObject({ status: 'completed', answer: 'The answer.' });
    const after = await state();
    expect(after.items.get(turnItems(1).answer)?.body).toMatchObject({
      role: 'assistant',
      author: { agent: 'ada', backend: 'scripted', model: 'script-1' },
      parts: [{ type: 'text', text: 'The answer.' }],
    });
    expect(openRunOf(after)).toBeUndefined();
  });

  it('comes once, however often it is asked for', async () => {
    const { finish, commits } = await presented();
    await finish();
    const before = await commits();
    await finish();
    expect(await commits()).toEqual(before);
  });

  it('is where the session remembers its history, so that one that was cut off is found', async () => {
    const { finish, deps, commits } = await presented();
    await finish();
    const { anchor, status } = await deps.sessions.get(SESSION);
    const last = (await commits()).at(-1);
    expect(status).toBe('completed');
    expect(anchor).toEqual({ version: last?.version, hash: last?.hash });
    expect(await verifyContext(deps.log, address, anchor ? [anchor] : [])).toMatchObject({
      ok: true,
    });
  });

  it('is remembered when the process died right after its commit', async () => {
    const { finish, deps, order } = await presented();
    const forgetful = {
      ...deps,
      sessions: { ...deps.sessions, update: () => Promise.reject(new Error('died')) },
    };
    await expect(finishRun(forgetful)(order)).rejects.toThrow('died');
    await finish();
    expect(await deps.sessions.get(SESSION)).toMatchObject({
      status: 'completed',
      anchor: { version: 8 },
    });
  });

  it('does not touch a session that is on another run by now', async () => {
    const { finish, deps, ask, order } = await presented();
    await finish();
    const second = await ask('And why else?');
    await finishRun(deps)(order);
    expect(await deps.sessions.get(SESSION)).toMatchObject({
      status: 'running',
      run: second.order.run,
    });
  });

  it('without an answer puts none', async () => {
    const { ask, deps, state } = house({ agents: { ada: [[words('Hm.')]] }, agentFailures: 1 });
    const { hold, plan, order, run } = await ask();
    await hold();
    await plan(1);
    await finishRun(deps)(order);
    expect((await run()).result).toMatchObject({ status: 'failed', answer: null, winner: null });
    expect((await state()).items.has(turnItems(1).answer)).toBe(false);
  });

  it('does not come while another machine plans on', async () => {
    const { deps, order, run } = await presented();
    const overtaken = {
      ...deps,
      log: {
        ...deps.log,
        history: async (...of: Parameters<typeof deps.log.history>) => {
          const history = await deps.log.history(...of);
          const commits = history.commits.filter(({ cause }) => cause?.round !== 3);
          return { ...history, commits: commits.slice(0, 5) };
        },
      },
    };
    await finishRun(overtaken)(order);
    expect((await run()).result).toBeUndefined();
    const open: string[] = [];
    for await (const standing of deps.runs.open()) open.push(standing.run);
    expect(open).toEqual([order.run]);
  });
});
