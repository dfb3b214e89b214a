import { describe, expect, it } from 'vitest';
import type { ModelCall } from '../../../lib/core/agent/backend.ts';
import { finishRun } from '../../../lib/core/session/finish-run.ts';
import { stopRun } from '../../../lib/core/session/stop-run.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { type Move, newAnswer, saying, transcript, vote, words } from '../agent/_model.ts';
import { call } from './_given.ts';
import { house } from './_house.ts';

const down = new Fault('backend.unavailable', { backend: 'scripted' });
const refused = new Fault('backend.refused', { backend: 'scripted' });

/** A run in which ada is chosen and is now to make these moves. */
async function chosen(moves: readonly Move[], more: Partial<Parameters<typeof house>[0]> = {}) {
  const home = house({
    agents: {
      ada: [[newAnswer('Because.')], [vote('agent1', 'Mine is right.')], ...moves],
      bob: [[newAnswer('No reason.')], [vote('agent1', 'It is true.')]],
    },
    ...more,
  });
  const asked = await home.ask();
  await asked.hold();
  await asked.hold(1);
  expect(await asked.plan(2)).toMatchObject({ kind: 'present', agent: 'ada', round: 3 });
  const present: typeof asked.present = (agent, rest) =>
    asked.present(agent, { round: 3, ...rest });
  return { ...home, ...asked, present };
}

describe('the winner presents', () => {
  it('in its own words, asked for text by the sight of all answers and the reasons for its own', async () => {
    const { present, run, askedOf, order } = await chosen([[words(' The answer.\n')]]);
    expect(await present('ada')).toMatchObject({ ...order, kind: 'acted' });
    expect((await run()).presentation).toMatchObject({
      winner: 'ada',
      content: 'The answer.',
      calls: [{ model: 'script-1' }],
    });
    const last = askedOf('ada').at(-1);
    expect(last).toMatchObject({ allowedTools: [], sequence: 2 });
    const told = transcript(last?.messages.slice(-1) ?? []).join();
    expect(told).toContain('You were chosen with 2 of the votes');
    expect(told).toMatch(/vote of agent1 .*Mine is right\..*vote of agent2 .*It is true\./s);
  });

  it('in what goes on from its conversation', async () => {
    const { present, askedOf } = await chosen([[words('The answer.')]]);
    await present('ada');
    const [before, last] = askedOf('ada')
      .slice(-2)
      .map(({ messages }) => transcript(messages));
    expect(last?.slice(0, before?.length)).toEqual(before);
  });

  it('by a call that it should not make, if it makes one', async () => {
    const { present, run } = await chosen([[newAnswer(' The answer. ')]]);
    await present('ada');
    expect((await run()).presentation?.content).toBe('The answer.');
  });

  it.each([
    ['nothing', []],
    ['a vote', [vote('agent1')]],
    ['spaces', [words(' \n')]],
    ['an answer that is no text', [{ ...newAnswer(''), arguments: { content: 7 } }]],
  ])('nothing usable when it says %s, which is recorded with its cost', async (_, parts) => {
    const { present, run } = await chosen([parts]);
    await present('ada');
    expect((await run()).presentation).toMatchObject({ winner: 'ada', content: null, calls: [{}] });
  });

  it('once: asked again it finds that it has', async () => {
    const { present, askedOf, commits } = await chosen([[words('The answer.')]]);
    await present('ada');
    const before = await commits();
    await present('ada');
    expect(askedOf('ada')).toHaveLength(3);
    expect(await commits()).toEqual(before);
  });

  it('no more when the run was stopped or is over', async () => {
    const { present, askedOf, deps, order } = await chosen([[words('The answer.')]]);
    await stopRun(deps, order, 'enough');
    await present('ada');
    await finishRun(deps)(order);
    await present('ada');
    expect(askedOf('ada')).toHaveLength(2);
  });

  it('nothing that lands when it was stopped meanwhile', async () => {
    const here = await chosen([
      () => {
        here.stop();
        return saying(words('The answer.'));
      },
    ]);
    expect(await here.present('ada')).toMatchObject({ kind: 'acted' });
    expect((await here.run()).presentation).toBeUndefined();
    const there = await chosen([
      async () => {
        await stopRun(there.deps, there.order, 'enough');
        return saying(words('The answer.'));
      },
    ]);
    await there.present('ada');
    expect((await there.run()).presentation).toBeUndefined();
  });
});

describe('a presentation that fails', () => {
  it('leaves the stored answer, and says why', async () => {
    const { present, run } = await chosen([refused]);
    await present('ada', { spent: [call()] });
    expect((await run()).presentation).toMatchObject({
      winner: 'ada',
      content: null,
      fault: { code: 'backend.refused' },
      calls: [{}],
    });
  });

  it('is left to the state machine when it may go better a moment later', async () => {
    const { present, run } = await chosen([down]);
    await expect(present('ada')).rejects.toBe(down);
    expect((await run()).presentation).toBeUndefined();
  });

  it('goes on with the fallback', async () => {
    const { present, run } = await chosen([down], { fallbacks: { ada: [[words('The answer.')]] } });
    const next = await present('ada');
    expect(next).toMatchObject({ kind: 'continue', backend: 1, functionName: 'turn-second' });
    expect(await present('ada', next)).toMatchObject({ kind: 'acted' });
    expect((await run()).presentation?.content).toBe('The answer.');
  });

  it('because its time was up is recorded as that', async () => {
    const home = await chosen([
      () => {
        home.clock.pass(600_000);
        return saying(words('Too late.'));
      },
    ]);
    await home.present('ada');
    expect((await home.run()).presentation).toMatchObject({
      content: null,
      fault: { code: 'backend.timeout', message: expect.stringContaining('first') },
    });
  });
});

describe('a presentation that outlives its process', () => {
  const slow = { deps: { longestTurn: 50_000 }, goesOn: true } as const;
  const late = (pass: (ms: number) => void) => () => {
    pass(60_000);
    return saying(words('Too late.'));
  };

  it('is gone on with by the next one, which asks in the same message', async () => {
    const home = await chosen([late((ms) => home.clock.pass(ms)), [words('At last.')]], slow);
    const began = home.clock.now().toISOString();
    const report = await home.present('ada');
    expect(report).toMatchObject({ kind: 'continue', began, backend: 0, spent: [] });
    expect((await home.run()).presentation).toBeUndefined();
    expect(await home.present('ada', report)).toMatchObject({ kind: 'acted' });
    expect((await home.run()).presentation?.content).toBe('At last.');
    const [first, second] = home.askedOf('ada').slice(-2);
    expect(second?.messages.at(-1)?.id).toBe(first?.messages.at(-1)?.id);
  });

  it('has no more time than it was given, nor where its backend does not go on', async () => {
    for (const more of [{ turnSeconds: 100 }, { goesOn: false }]) {
      const home = await chosen([late((ms) => home.clock.pass(ms))], { ...slow, ...more });
      const report = await home.present('ada');
      if (report.kind === 'continue') await home.present('ada', report);
      expect((await home.run()).presentation).toMatchObject({ fault: { code: 'backend.timeout' } });
    }
  });
});

it('what the winner does to present is shared as it is in a turn', async () => {
  const home = await chosen(
    [
      ({ sharer }: ModelCall) => {
        const { agent = '', area = '' } = sharer ?? {};
        const said = { op: 'put', item: `${area}look`, kind: 'message', body: 'Hm.' } as const;
        sharer?.take([{ author: { agent }, operations: [said] }]);
        return saying(words('The answer.'));
      },
    ],
    { sharing: 'transcript' },
  );
  await home.present('ada');
  const steps = (await home.commits()).map(({ cause }) => cause?.step);
  expect(steps.slice(-2)).toEqual(['did', 'present']);
});

it('when the time of the run is up, a quarter of it is left to present, five seconds at the least', async () => {
  for (const [runSeconds, allowed] of [
    [100, 25],
    [10, 5],
  ] as const) {
    const late = (milliseconds: number) => {
      const home = house({
        agents: {
          ada: [
            [newAnswer('Because.')],
            () => {
              home.clock.pass(milliseconds);
              return saying(words('The answer.'));
            },
          ],
        },
        runSeconds,
      });
      return home;
    };
    for (const [milliseconds, content] of [
      [allowed * 1000 - 1, 'The answer.'],
      [allowed * 1000, null],
    ] as const) {
      const home = late(milliseconds);
      const { hold, plan, present, run } = await home.ask();
      await hold();
      home.clock.pass(runSeconds * 1000);
      expect(await plan(1)).toMatchObject({ kind: 'present' });
      await present('ada');
      expect((await run()).presentation?.content).toBe(content);
    }
  }
});
