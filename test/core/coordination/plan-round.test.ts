import { describe, expect, it } from 'vitest';
import type { RunOrder } from '../../../lib/core/coordination/orders.ts';
import { planRound } from '../../../lib/core/coordination/plan-round.ts';
import { stopRun } from '../../../lib/core/session/stop-run.ts';
import { memoryTable } from '../../support/memory-log.ts';
import { newAnswer, vote, words } from '../agent/_model.ts';
import { outrun } from '../context/_tables.ts';
import { house } from './_house.ts';

const seat = (agent: string) => ({
  agent,
  backend: 0,
  functionName: 'turn-first',
  spent: [],
  moves: [],
});
const agents = {
  ada: [[newAnswer('Because.')], [vote('agent1')]],
  bob: [[newAnswer('No.')], [vote('agent1')]],
};

describe('planning', () => {
  it('commits the round, and says who acts in it, on which function', async () => {
    const { ask, commits } = house({ agents });
    const { plan, order, run } = await ask();
    const turns = [seat('ada'), seat('bob')].map((one) => ({ ...order, round: 1, ...one }));
    expect(await plan()).toEqual({ ...order, kind: 'round', round: 1, turns });
    expect((await run()).decisions).toEqual([
      { kind: 'round', round: 1, agents: ['ada', 'bob'], votesOnly: false },
    ]);
    expect(await commits()).toHaveLength(2);
  });

  it('again, as a machine that was started anew does, follows the round that stands', async () => {
    const { ask, commits } = house({ agents });
    const { plan } = await ask();
    const first = await plan();
    expect(await plan()).toEqual(first);
    expect(await commits()).toHaveLength(2);
  });

  it('takes what the machine carries beside its order, and ignores it', async () => {
    const { ask, deps } = house({ agents });
    const { order } = await ask();
    expect(await planRound(deps)({ ...order, error: { Error: 'x' }, turns: [] })).toMatchObject({
      kind: 'round',
    });
  });

  it('leads from round to round to the presentation, and then to the end', async () => {
    const { ask } = house({ agents });
    const { hold, plan, order } = await ask();
    await hold();
    await hold(1);
    expect(await plan(2)).toEqual({ ...order, ...seat('ada'), kind: 'present', round: 3 });
    expect(await plan(2)).toMatchObject({ kind: 'present', round: 3 });
  });

  it('says the end when nobody has answered, having written why', async () => {
    const { ask } = house({ agents: { ada: [[words('Hm.')]] }, agentFailures: 1 });
    const { hold, plan, order, run } = await ask();
    await hold();
    expect(await plan(1)).toEqual({ ...order, kind: 'finish' });
    expect((await run()).decisions.at(-1)).toEqual({ kind: 'fail', round: 2, because: 'failures' });
    expect(await plan(1)).toEqual({ ...order, kind: 'finish' });
  });

  it('says the end of a run that was stopped', async () => {
    const { ask, deps } = house({ agents });
    const { plan, order } = await ask();
    await stopRun(deps, order, 'enough');
    expect(await plan()).toEqual({ ...order, kind: 'finish' });
  });

  it('does not know a run that nobody asked for', async () => {
    const { ask, deps } = house({ agents });
    const { order } = await ask();
    await expect(planRound(deps)({ ...order, run: 'run_0' })).rejects.toMatchObject({
      code: 'run.unknown',
    });
    await expect(planRound(deps)({ ...order, context: 'other' })).rejects.toMatchObject({
      code: 'run.unknown',
    });
  });
});

describe('two that plan at once', () => {
  /** Somebody acts between what a planner reads and what it commits. */
  async function overtaken(
    rival: (home: ReturnType<typeof house>, order: RunOrder) => Promise<unknown>,
  ) {
    let meanwhile: (() => Promise<unknown>) | undefined;
    const table = memoryTable();
    const slow = outrun(table, async ({ body }) => {
      if (!JSON.stringify(body).includes('"step":"plan"')) return;
      const act = meanwhile;
      meanwhile = undefined;
      await act?.();
    });
    const mine = house({ agents, table: slow });
    const asked = await mine.ask();
    const theirs = house({ agents, table });
    meanwhile = () => rival(theirs, asked.order);
    return { report: await asked.plan(), ...asked, commits: mine.commits };
  }

  it('hold the same round', async () => {
    const { report, commits } = await overtaken((theirs, order) => planRound(theirs.deps)(order));
    expect(report).toMatchObject({ kind: 'round', round: 1, turns: [seat('ada'), seat('bob')] });
    expect(await commits()).toHaveLength(2);
  });

  it('hold none when one of them stops the run', async () => {
    const { report, order, run } = await overtaken((theirs, order) =>
      stopRun(theirs.deps, order, 'enough'),
    );
    expect(report).toEqual({ ...order, kind: 'finish' });
    expect((await run()).decisions).toEqual([]);
  });
});
