import { describe, expect, it } from 'vitest';
import { runItems } from '../../../lib/core/coordination/run-items.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { finishRun } from '../../../lib/core/session/finish-run.ts';
import { stopRun } from '../../../lib/core/session/stop-run.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { newAnswer, saying, transcript, vote, words } from '../agent/_model.ts';
import { put } from '../context/_drafts.ts';
import { call } from './_given.ts';
import { address, house } from './_house.ts';

const cut = new Fault('backend.cut', { backend: 'scripted' });
const down = new Fault('backend.unavailable', { backend: 'scripted' });
const textOfAll = (messages: readonly Message[] = []) => transcript(messages).join('\n');

describe('a turn', () => {
  it('leaves one commit: how it ended, the answer, and what was said', async () => {
    const { ask, commits } = house({ agents: { ada: [[newAnswer('Because.')]], bob: [] } });
    const { plan, turn, order } = await ask();
    await plan();
    const report = await turn('ada');
    expect(report).toMatchObject({ ...order, kind: 'acted', agent: 'ada', round: 1 });
    const commit = (await commits()).at(-1);
    expect(commit).toMatchObject({
      version: 3,
      id: `${order.run}/turn/1/ada`,
      author: { agent: 'ada', backend: 'scripted', model: 'script-1' },
      cause: { run: order.run, step: 'turn', round: 1, agent: 'ada' },
    });
    const items = runItems(order.run);
    expect(
      commit?.operations.map(({ item, ...operation }) => [
        item,
        'kind' in operation && operation.kind,
      ]),
    ).toEqual([
      [items.turnOf('ada'), 'event'],
      [items.answerOf('ada'), 'answer'],
      [items.messageOf('ada', 1), 'message'],
      [items.messageOf('ada', 2), 'message'],
      [items.messageOf('ada', 3), 'message'],
    ]);
  });

  it('taken again finds that it was taken, and calls no model', async () => {
    const { ask, askedOf, commits } = house({ agents: { ada: [[newAnswer('Because.')]] } });
    const { plan, turn } = await ask();
    await plan();
    const report = await turn('ada');
    expect(await turn('ada')).toEqual(report);
    expect(askedOf('ada')).toHaveLength(1);
    expect(await commits()).toHaveLength(3);
  });

  it.each(['answers', 'transcript'] as const)(
    'shows others its messages only when transcripts are shared: %s',
    async (sharing) => {
      const { ask, state } = house({ agents: { ada: [[newAnswer('Because.')]] }, sharing });
      const { hold, order } = await ask();
      await hold();
      const item = (await state()).items.get(runItems(order.run).messageOf('ada', 1));
      expect(item?.visibility).toBe(sharing === 'transcript' ? 'shared' : 'private');
    },
  );

  it('of a round that is not held calls no model', async () => {
    const { ask, askedOf } = house({ agents: { ada: [[newAnswer('Because.')]] } });
    const { plan, turn } = await ask();
    await turn('ada');
    await plan();
    await turn('ada', 2);
    expect(askedOf('ada')).toHaveLength(0);
  });

  it('of a run that was stopped or is over calls no model', async () => {
    const { ask, askedOf, deps } = house({ agents: { ada: [[newAnswer('Because.')]] } });
    const { plan, turn, order } = await ask();
    await plan();
    await stopRun(deps, order, 'enough');
    await turn('ada');
    await finishRun(deps)(order);
    await turn('ada');
    expect(askedOf('ada')).toHaveLength(0);
  });

  it('of an agent that the team does not have is lost', async () => {
    const { ask } = house({ agents: { ada: [] } });
    const { plan, turn } = await ask();
    await plan();
    await expect(turn('eve')).rejects.toMatchObject({ code: 'turn.lost', facts: { agent: 'eve' } });
  });
});

describe('what an agent is shown', () => {
  it('is the question, and then the answers of others beside the ids that stand for them', async () => {
    const { ask, askedOf } = house({
      agents: {
        ada: [[newAnswer('Because.')], [vote('agent2')]],
        bob: [[newAnswer('No reason.')]],
      },
    });
    const { hold } = await ask('Why is that?');
    await hold();
    await hold(1);
    const [first, second] = askedOf('ada');
    expect(first?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(textOfAll(first?.messages)).toContain('Why is that?');
    expect(textOfAll(first?.messages)).toContain('No answer stands yet.');
    const shown = textOfAll(second?.messages.slice(-1));
    expect(shown).toContain('agent1 (yours):\\n<<< answer of agent1');
    expect(shown).toContain('agent2:\\n<<< answer of agent2');
    expect(shown).not.toContain('bob');
  });

  it('includes an answer that landed while it was at work', async () => {
    const { ask, askedOf } = house({
      agents: { ada: [[newAnswer('Because.')]], bob: [[vote('agent1')]] },
    });
    const { plan, turn, run } = await ask();
    await plan();
    await turn('ada');
    await turn('bob');
    expect(textOfAll(askedOf('bob')[0]?.messages)).toContain('Because.');
    expect((await run()).votes.get('bob')).toMatchObject({ for: 'ada', judged: { ada: 3 } });
  });

  it('is nothing of the others, where nothing is shared, until all are to vote', async () => {
    const { ask, askedOf } = house({
      agents: {
        ada: [[newAnswer('Because.')], [vote('agent1')]],
        bob: [[words('Hm.')], [newAnswer('No reason.')], [vote('agent1')]],
      },
      sharing: 'none',
    });
    const { hold, run } = await ask();
    await hold();
    for (const { messages, allowedTools } of askedOf('bob')) {
      expect(textOfAll(messages)).not.toContain('Because.');
      expect(allowedTools).toEqual(['new_answer']);
    }
    await hold(1);
    for (const agent of ['ada', 'bob']) {
      const last = askedOf(agent).at(-1);
      expect(textOfAll(last?.messages)).toMatch(/Because\..*No reason\./s);
      expect(last?.allowedTools).toEqual(['vote']);
    }
    expect((await run()).votes.size).toBe(2);
  });

  it('still begins with the question after a turn that failed', async () => {
    const refused = new Fault('backend.refused', { backend: 'scripted' });
    const { ask, askedOf } = house({ agents: { ada: [refused, [newAnswer('Because.')]] } });
    const { hold } = await ask('Why is that?');
    await hold();
    await hold(1);
    const [failed, next] = askedOf('ada');
    expect(transcript(next?.messages ?? [])).toEqual(transcript(failed?.messages ?? []));
    expect(textOfAll(next?.messages)).toContain('Why is that?');
  });

  it('includes the turns before in the same session', async () => {
    const { ask, askedOf, deps } = house({
      agents: {
        ada: [
          [newAnswer('Because.')],
          [vote('agent1')],
          [words('Presented.')],
          [newAnswer('Also.')],
        ],
      },
    });
    const first = await ask('Why?');
    await first.hold();
    await first.hold(1);
    await first.plan(2);
    await first.present('ada', { round: 3 });
    await finishRun(deps)(first.order);
    const second = await ask('And why else?');
    await second.hold();
    const told = askedOf('ada').at(-1)?.messages ?? [];
    expect(told.map(({ role, parts }) => [role, parts.length])).toEqual([
      ['system', 1],
      ['user', 1],
      ['assistant', 1],
      ['user', 2],
    ]);
    expect(transcript(told.slice(1, 3)).join()).toMatch(/Why\?.*Presented\./s);
  });
});

it('a question of the session that got no answer is not told', async () => {
  const { ask, askedOf, deps } = house({ agents: { ada: [[newAnswer('Because.')]] } });
  const first = await ask('Who?');
  await stopRun(deps, first.order, 'enough');
  await finishRun(deps)(first.order);
  const { hold } = await ask('Why?');
  await hold();
  expect(askedOf('ada')[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(textOfAll(askedOf('ada')[0]?.messages)).not.toContain('Who?');
});

describe('answers are taken', () => {
  it('as often as the limit says, and then only votes', async () => {
    const { ask, askedOf } = house({
      agents: { ada: [[newAnswer('One.')], [newAnswer('Two.')], [vote('agent1')]] },
      answersPerAgent: 2,
    });
    const { hold } = await ask();
    for (const closed of [0, 1, 2]) await hold(closed);
    expect(askedOf('ada').map(({ allowedTools }) => allowedTools)).toEqual([
      ['new_answer'],
      ['new_answer', 'vote'],
      ['vote'],
    ]);
  });

  it('not in the last round, unless none stands', async () => {
    const late = house({ agents: { ada: [[newAnswer('One.')], [vote('agent1')]] }, rounds: 2 });
    const first = await late.ask();
    await first.hold();
    await first.hold(1);
    expect(late.askedOf('ada').at(-1)?.allowedTools).toEqual(['vote']);
    const never = house({ agents: { ada: [[newAnswer('One.')]] }, rounds: 1 });
    await (await never.ask()).hold();
    expect(never.askedOf('ada').at(-1)?.allowedTools).toEqual(['new_answer']);
  });
});

describe('a turn that fails', () => {
  it('without a decision is recorded, with what it cost', async () => {
    const { ask } = house({ agents: { ada: [[words('Hm.')]] } });
    const { hold, run } = await ask();
    await hold();
    const { turns, transcripts } = await run();
    expect(turns).toMatchObject([
      {
        agent: 'ada',
        outcome: 'failed',
        fault: { code: 'turn.noDecision' },
        shown: {},
        calls: [{}, {}, {}],
      },
    ]);
    expect(transcripts.size).toBe(0);
  });

  it('with nothing spent is left to the state machine, when it may go better a moment later', async () => {
    const { ask, commits } = house({ agents: { ada: [down] } });
    const { plan, turn } = await ask();
    await plan();
    await expect(turn('ada')).rejects.toBe(down);
    expect(await commits()).toHaveLength(2);
  });

  it('after calls that a retry would forget is recorded', async () => {
    const { ask } = house({ agents: { ada: [[words('Hm.')], cut] } });
    const { hold, run } = await ask();
    await hold();
    expect((await run()).turns).toMatchObject([{ fault: { code: 'backend.cut' }, calls: [{}] }]);
    const other = house({ agents: { ada: [cut] } });
    const asked = await other.ask();
    await asked.plan();
    await asked.turn('ada', 1, { spent: [call()] });
    expect((await asked.run()).turns).toMatchObject([
      { fault: { code: 'backend.cut' }, calls: [{}] },
    ]);
  });

  it('with a fault that no retry mends is recorded', async () => {
    const { ask } = house({
      agents: { ada: [new Fault('backend.refused', { backend: 'scripted' })] },
    });
    const { hold, run } = await ask();
    await hold();
    expect((await run()).turns).toMatchObject([
      { outcome: 'failed', fault: { code: 'backend.refused' }, calls: [] },
    ]);
  });

  it('for want of a key is recorded', async () => {
    const missing = new Fault('config.keyMissing', {
      agent: 'ada',
      backend: 'x',
      variables: 'KEY',
    });
    const { ask } = house({
      agents: { ada: [] },
      deps: {
        backendFor: () => {
          throw missing;
        },
      },
    });
    const { hold, run } = await ask();
    await hold();
    expect((await run()).turns).toMatchObject([{ fault: { code: 'config.keyMissing' } }]);
  });

  it('in a way that nobody expected is thrown to the state machine', async () => {
    const { ask } = house({
      agents: { ada: [] },
      deps: {
        backendFor: () => {
          throw new TypeError('no function');
        },
      },
    });
    const { plan, turn } = await ask();
    await plan();
    await expect(turn('ada')).rejects.toThrow('no function');
  });

  it('because another process went on with it is nothing to record', async () => {
    const superseded = new Fault('backend.superseded', { backend: 'scripted' });
    const { ask } = house({ agents: { ada: [superseded] } });
    const { hold, run } = await ask();
    await hold();
    expect((await run()).turns).toEqual([]);
  });

  it('because its time was up is recorded as that', async () => {
    const home = house({
      agents: {
        ada: [
          () => {
            home.clock.pass(600_000);
            return saying(newAnswer('Too late.'));
          },
        ],
      },
    });
    const { hold, run } = await home.ask();
    await hold();
    expect((await run()).turns).toMatchObject([
      { outcome: 'failed', fault: { code: 'backend.timeout' }, calls: [] },
    ]);
  });

  it('because the time of the run was up before that of the turn', async () => {
    const home = house({
      agents: {
        ada: [
          () => {
            home.clock.pass(5_000);
            return saying(newAnswer('Too late.'));
          },
        ],
      },
      runSeconds: 5,
    });
    const { hold, run } = await home.ask();
    await hold();
    expect((await run()).turns).toMatchObject([{ fault: { code: 'backend.timeout' } }]);
  });

  it('because the budget is spent makes no call', async () => {
    const usage = { inputTokens: 90, outputTokens: 10 };
    const { ask, askedOf } = house({
      agents: {
        ada: [{ message: { ...saying(newAnswer('Because.')), usage } }],
        bob: [[newAnswer('No reason.')]],
      },
      tokens: 100,
    });
    const { hold, run } = await ask();
    await hold();
    expect(askedOf('bob')).toHaveLength(0);
    expect((await run()).turns.at(-1)).toMatchObject({
      agent: 'bob',
      fault: { code: 'turn.overBudget' },
    });
  });

  it('because it spent the budget itself makes no further call', async () => {
    const usage = { inputTokens: 90, outputTokens: 10 };
    const { ask, askedOf } = house({
      agents: { ada: [{ message: { ...saying(words('Hm.')), usage } }] },
      tokens: 150,
    });
    const { hold } = await ask();
    await hold();
    expect(askedOf('ada')).toHaveLength(2);
  });
});

describe('an agent with a fallback', () => {
  const agents = { ada: [down], bob: [[newAnswer('No reason.')]] };
  const fallbacks = { ada: [[newAnswer('Because.')]] };

  it.each([
    'backend.unavailable',
    'backend.overloaded',
    'backend.rateLimited',
    'backend.exhausted',
    'backend.overflow',
    'backend.unauthorised',
    'backend.notFound',
  ] as const)('goes on with it on %s', async (code) => {
    const home = house({ agents: { ada: [new Fault(code, { backend: 'scripted' })] }, fallbacks });
    const { plan, turn, order } = await home.ask();
    await plan();
    expect(await turn('ada')).toEqual({
      ...order,
      kind: 'continue',
      round: 1,
      agent: 'ada',
      backend: 1,
      functionName: 'turn-second',
      spent: [],
      moves: [{ from: 'first', to: 'second', because: expect.objectContaining({ code }) }],
    });
    expect(await home.commits()).toHaveLength(2);
  });

  it('does not on a fault that would follow it', async () => {
    const refused = new Fault('backend.refused', { backend: 'scripted' });
    const { ask } = house({ agents: { ada: [refused] }, fallbacks });
    const { hold, run } = await ask();
    await hold();
    expect((await run()).turns).toMatchObject([{ fault: { code: 'backend.refused' } }]);
  });

  it('takes what was spent with it, and its answer says who gave it', async () => {
    const home = house({ agents: { ...agents, ada: [[words('Hm.')], down] }, fallbacks });
    const { plan, turn, run } = await home.ask();
    await plan();
    const next = await turn('ada');
    expect(next.spent).toHaveLength(1);
    await turn('ada', 1, next);
    expect((await run()).turns).toMatchObject([{ outcome: 'answered', calls: [{}, {}] }]);
    expect(home.askedOf('ada', 1)[0]).toMatchObject({ sequence: 1 });
  });

  it('has no other when the last is down as well', async () => {
    const { ask } = house({ agents, fallbacks: { ada: [down] } });
    const { plan, turn } = await ask();
    await plan();
    await expect(turn('ada', 1, { backend: 1 })).rejects.toBe(down);
  });
});

describe('a turn that outlives its process', () => {
  const late = (pass: (ms: number) => void) => () => {
    pass(60_000);
    return saying(newAnswer('Too late.'));
  };

  it('is gone on with by the next one, as long as it has time, where its backend goes on', async () => {
    const home = house({
      agents: { ada: [late((ms) => home.clock.pass(ms)), [newAnswer('At last.')]] },
      deps: { longestTurn: 50_000 },
      goesOn: true,
    });
    const { plan, turn, run } = await home.ask();
    await plan();
    const began = home.clock.now().toISOString();
    const report = await turn('ada');
    expect(report).toMatchObject({ kind: 'continue', began, backend: 0, spent: [] });
    expect((await run()).turns).toEqual([]);
    expect(await turn('ada', 1, report)).toMatchObject({ kind: 'acted' });
    expect((await run()).answers.get('ada')?.content).toBe('At last.');
  });

  it('is asked in the same message again', async () => {
    const home = house({
      agents: { ada: [late((ms) => home.clock.pass(ms)), [newAnswer('At last.')]] },
      deps: { longestTurn: 50_000 },
      goesOn: true,
    });
    const { plan, turn } = await home.ask();
    await plan();
    await turn('ada', 1, await turn('ada'));
    const [first, second] = home.askedOf('ada').map(({ messages }) => messages.at(-1)?.id);
    expect(second).toBe(first);
  });

  it('has no more time than it was given, however often it is gone on with', async () => {
    const home = house({
      agents: { ada: [late((ms) => home.clock.pass(ms))] },
      deps: { longestTurn: 50_000 },
      goesOn: true,
      turnSeconds: 100,
    });
    const { plan, turn, run } = await home.ask();
    await plan();
    const report = await turn('ada');
    expect(report.kind).toBe('continue');
    expect(await turn('ada', 1, report)).toMatchObject({ kind: 'acted' });
    expect((await run()).turns).toMatchObject([{ fault: { code: 'backend.timeout' } }]);
  });
});

describe('a turn that is overtaken', () => {
  it('by the end of its round changes nothing', async () => {
    const home = house({
      agents: {
        ada: [
          async () => {
            await asked.plan(1);
            return saying(newAnswer('Too late.'));
          },
        ],
        bob: [[newAnswer('No reason.')]],
      },
    });
    const asked = await home.ask();
    await asked.plan();
    await asked.turn('ada');
    const { answers, turns } = await asked.run();
    expect(answers.size).toBe(0);
    expect(turns).toEqual([]);
  });

  it('by a stop changes nothing', async () => {
    const home = house({
      agents: {
        ada: [
          async () => {
            await stopRun(home.deps, asked.order, 'enough');
            return saying(newAnswer('Too late.'));
          },
        ],
      },
    });
    const asked = await home.ask();
    await asked.hold();
    expect((await asked.run()).turns).toEqual([]);
  });

  it('by a stop from within its own process is not recorded, whatever it did', async () => {
    const home = house({
      agents: {
        ada: [
          () => {
            home.stop();
            return saying(newAnswer('Too late.'));
          },
        ],
      },
    });
    const asked = await home.ask();
    await asked.plan();
    expect(await asked.turn('ada')).toMatchObject({ kind: 'acted' });
    expect((await asked.run()).turns).toEqual([]);
  });

  it('by its own twin is handed what the twin decided', async () => {
    const home = house({
      agents: {
        ada: [
          async () => {
            await asked.turn('ada');
            return saying(newAnswer('Second.'));
          },
          [newAnswer('First.')],
        ],
      },
    });
    const asked = await home.ask();
    await asked.plan();
    expect(await asked.turn('ada')).toMatchObject({ kind: 'acted' });
    const { answers, turns } = await asked.run();
    expect(answers.get('ada')?.content).toBe('First.');
    expect(turns).toHaveLength(1);
  });

  it('by notes that somebody commits lands behind them', async () => {
    const home = house({
      agents: {
        ada: [
          async () => {
            await home.deps.log.commit(address, {
              author: { agent: 'user' },
              operations: [put('note', 1)],
            });
            return saying(newAnswer('Because.'));
          },
        ],
      },
    });
    const asked = await home.ask();
    await asked.hold();
    expect((await asked.run()).answers.get('ada')).toMatchObject({ version: 4 });
  });
});
