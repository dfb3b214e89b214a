import { describe, expect, it } from 'vitest';
import { recordFault } from '../../../lib/core/coordination/record-fault.ts';
import { stopRun } from '../../../lib/core/session/stop-run.ts';
import { newAnswer } from '../agent/_model.ts';
import { call } from './_given.ts';
import { house } from './_house.ts';

async function inRound() {
  const home = house({ agents: { ada: [[newAnswer('Because.')]], bob: [] } });
  const asked = await home.ask();
  await asked.plan();
  const failed = (error: object, more: object = {}) =>
    recordFault(home.deps)({
      ...asked.order,
      round: 1,
      agent: 'ada',
      backend: 0,
      functionName: 'turn-first',
      error,
      ...more,
    });
  return { ...home, ...asked, failed };
}

describe('a turn that failed for good', () => {
  it('is written down with the name and the words of its fault, and what it had cost', async () => {
    const { failed, run, order } = await inRound();
    const Cause = JSON.stringify({
      errorType: 'backend.cut',
      errorMessage: 'It broke off.',
      trace: [],
    });
    expect(await failed({ Error: 'backend.cut', Cause }, { spent: [call()] })).toMatchObject({
      ...order,
      kind: 'acted',
      agent: 'ada',
    });
    expect((await run()).turns).toEqual([
      {
        agent: 'ada',
        round: 1,
        outcome: 'failed',
        fault: { code: 'backend.cut', message: 'It broke off.' },
        shown: {},
        moves: [],
        calls: [call()],
      },
    ]);
  });

  it.each([
    [{ Error: 'States.Timeout' }, 'States.Timeout'],
    [{ Error: 'States.Timeout', Cause: '' }, 'States.Timeout'],
    [{ Error: 'Lambda.Unknown', Cause: 'The function exited.' }, 'The function exited.'],
    [{ Error: 'Lambda.Unknown', Cause: '{"errorMessage":7}' }, '{"errorMessage":7}'],
  ])('says what there is to say of %j', async (error, message) => {
    const { failed, run } = await inRound();
    await failed(error);
    expect((await run()).turns[0]?.fault).toEqual({ code: error.Error, message });
  });

  it('is written down once', async () => {
    const { failed, commits } = await inRound();
    await failed({ Error: 'States.Timeout' });
    const before = await commits();
    await failed({ Error: 'Lambda.Unknown' });
    expect(await commits()).toEqual(before);
  });

  it('is no failure when it had landed before its function failed', async () => {
    const { failed, turn, run, commits } = await inRound();
    await turn('ada');
    const before = await commits();
    expect(await failed({ Error: 'States.Timeout' }, { spent: [call()] })).toMatchObject({
      kind: 'acted',
    });
    expect(await commits()).toEqual(before);
    expect((await run()).turns).toMatchObject([{ outcome: 'answered' }]);
  });

  it('is not written down behind its round or its run', async () => {
    const later = await inRound();
    await later.plan(1);
    await later.failed({ Error: 'States.Timeout' });
    expect((await later.run()).turns).toEqual([]);
    const over = await inRound();
    await stopRun(over.deps, over.order, 'enough');
    await over.failed({ Error: 'States.Timeout' });
    expect((await over.run()).turns).toEqual([]);
  });
});
