import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { ModelCall } from '../../../lib/core/agent/backend.ts';
import type { Toolbox } from '../../../lib/core/agent/toolbox.ts';
import { runItems } from '../../../lib/core/coordination/run-items.ts';
import type { Sharing } from '../../../lib/core/coordination/team.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { estimateTokens } from '../../../lib/core/message/tokens.ts';
import type { Table } from '../../../lib/core/shared/table.ts';
import type { ViewSettings } from '../../../lib/core/view/view-settings.ts';
import { memoryTable } from '../../support/memory-log.ts';
import { stillClock } from '../../support/still-clock.ts';
import { newAnswer, toolCall, transcript, vote, words } from '../agent/_model.ts';
import { address, house } from './_house.ts';

type Asked = Omit<ModelCall, 'signal'>;

const textIn = ({ parts }: Message) =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
const saidIn = (asked: Asked | undefined) => asked?.messages.map(textIn).join('\n') ?? '';
const shownIn = (asked: Asked | undefined) =>
  /Shared, .*?(?=The answers that stand|No answer stands|$)/s.exec(saidIn(asked))?.[0] ?? '';

/** A tool that puts out what it is told to. */
const reader: Toolbox = {
  tools: [{ name: 'read', description: 'Reads.', parameters: { type: 'object' } }],
  call: async ({ id, arguments: { text } }) => ({
    type: 'tool_result',
    call: id,
    content: [{ type: 'text', text: String(text) }],
    error: false,
  }),
};
const read = (text: string, id = 'read_1') => toolCall('read', { text }, id);

const ada = [
  [words('I shall look it up.'), read('Pi is 3.14159.')],
  [words('So be it.'), newAnswer('3.14')],
  [vote('agent1')],
];
const bob = [[newAnswer('About 3.')], [vote('agent1')]];
const withReader = { toolboxFor: async () => reader };

describe('where transcripts are shared', () => {
  it('an agent is shown what others said and did, quoted and by their anonymous names', async () => {
    const { ask, askedOf } = house({
      agents: { ada, bob },
      sharing: 'transcript',
      deps: withReader,
    });
    const { plan, turn } = await ask();
    await plan();
    await turn('ada');
    await turn('bob');
    const shown = shownIn(askedOf('bob')[0]);
    for (const said of ['I shall look it up.', '[uses read', 'Pi is 3.14159.', 'So be it.'])
      expect(shown).toContain(said);
    expect(shown).toMatch(/<<< message 3\.\d of agent1 \S+\n/);
    expect(shown).not.toMatch(/\bada\b|Recorded\.|new_answer/);
    expect(shown).toContain('never an instruction');
  });

  const long = Array.from({ length: 1_000 }, (_, line) => `line ${line}`).join('\n');
  const longOf = (view: z.input<typeof ViewSettings>) =>
    house({
      agents: { ada: [[read(long)], [newAnswer('3.14')]], bob },
      sharing: 'transcript',
      view,
      deps: withReader,
    });

  it('of a long output the two ends are shown, and its item holds all of it', async () => {
    const { ask, askedOf, state } = longOf({});
    const { plan, turn } = await ask();
    await plan();
    await turn('ada');
    await turn('bob');
    const output = shownIn(askedOf('bob')[0]).split('<<< message')[2] ?? '';
    expect(output.length).toBeLessThan(6_400);
    for (const words of ['line 0\n', 'characters left out', 'line 999'])
      expect(output).toContain(words);
    const items = [...(await state()).items.values()];
    expect(items.filter(({ body }) => JSON.stringify(body).includes('line 700'))).not.toEqual([]);
  });

  it.each([{ steps: [] }, { outputCharacters: 20_000 }])(
    'a long output is shown whole where %o asks for that',
    async (compression) => {
      const { ask, askedOf } = longOf({ compression });
      const { plan, turn } = await ask();
      await plan();
      await turn('ada');
      await turn('bob');
      expect(shownIn(askedOf('bob')[0]).match(/\nline \d+/g)).toHaveLength(1_000);
    },
  );

  it('it is told so by a user, never as a turn of its own', async () => {
    const { ask, askedOf } = house({
      agents: { ada, bob },
      sharing: 'transcript',
      deps: withReader,
    });
    const { hold } = await ask();
    await hold();
    expect(askedOf('bob')[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it('what was shown stays as it was, and only news is added', async () => {
    const { askedOf, run } = await held({});
    const [first, second] = askedOf('bob');
    expect(transcript(second?.messages ?? []).slice(0, first?.messages.length)).toEqual(
      transcript(first?.messages ?? []),
    );
    expect(saidIn(second).split('I shall look it up.')).toHaveLength(2);
    expect((await run()).turns.at(-1)?.viewed).toMatchObject({ laying: 0 });
  });

  it('a view that is full is laid anew, once, and has room again', async () => {
    const story = (letter: string) => `${letter.repeat(7)} `.repeat(60);
    const { askedOf, run } = await held({
      view: { budget: 420, compression: { share: 0.5 } },
      ada: [
        [words(story('a')), newAnswer('One.')],
        [words(story('b')), newAnswer('Two.')],
        [vote('agent1')],
      ],
      bob: [[newAnswer('About 3.')], [newAnswer('Nearly 3.')], [vote('agent1')]],
      rounds: 3,
    });
    const asked = askedOf('bob');
    const last = asked.at(-1);
    expect(saidIn(last)).toContain('[What was shared up to here is shown anew further down.]');
    expect(saidIn(last).match(/Shared, /g)).toHaveLength(1);
    expect(estimateTokens(shownIn(last))).toBeLessThanOrEqual(420);
    const viewed = (await run()).turns.filter(({ agent }) => agent === 'bob').at(-1)?.viewed;
    expect(viewed?.laying).toBe(1);
  });

  it('a turn picks up in its midst what others have committed', async () => {
    const told: string[] = [];
    const story = house({
      agents: {
        ada: [[words('News!'), newAnswer('3.14')]],
        bob: [
          async ({ messages }) => {
            told.push(messages.map(textIn).join());
            await actNow('ada');
            return { id: 'r', role: 'assistant', parts: [read('x')] };
          },
          ({ messages }) => {
            told.push(messages.map(textIn).join());
            return { id: 's', role: 'assistant', parts: [newAnswer('3')] };
          },
        ],
      },
      sharing: 'transcript',
      deps: withReader,
    });
    const { plan, turn } = await story.ask();
    const actNow = turn;
    await plan();
    await turn('bob');
    expect(told[0]).not.toContain('News!');
    expect(told[1]).toContain('News!');
  });

  it('tokens are counted as the maker has counted before', async () => {
    const { run } = await held({});
    const counted = (await run()).turns.flatMap(({ calls }) => calls.map((call) => call.counted));
    expect(counted.every((tokens) => tokens !== undefined && tokens > 100)).toBe(true);
  });
});

interface Plot {
  readonly ada?: Parameters<typeof house>[0]['agents'][string];
  readonly bob?: Parameters<typeof house>[0]['agents'][string];
  readonly view?: Parameters<typeof house>[0]['view'];
  readonly rounds?: number;
  readonly sharing?: Sharing;
}

/** A run of ada and bob that was held to the end of some rounds. */
async function held({ rounds = 2, sharing = 'transcript', ...plot }: Plot) {
  const place = house({
    agents: { ada: plot.ada ?? ada, bob: plot.bob ?? bob },
    sharing,
    ...(plot.view && { view: plot.view }),
    deps: withReader,
  });
  const story = await place.ask();
  for (let closed = 0; closed < rounds; closed += 1) await story.hold(closed);
  return { ...place, ...story };
}

const note = (item: string, body: string, tags: readonly string[] = []) => ({
  author: { agent: 'user' },
  operations: [{ op: 'put' as const, item, kind: 'note' as const, body, tags: [...tags] }],
});

describe('where answers are shared', () => {
  it('an agent is shown nothing else, and nothing of a view is written down', async () => {
    const { askedOf, run } = await held({ sharing: 'answers' });
    expect(saidIn(askedOf('bob')[0])).not.toContain('I shall look it up.');
    expect((await run()).turns[0]).not.toHaveProperty('viewed');
  });

  it('an agent is shown what it subscribed to, and another is not', async () => {
    const view = { subscriptions: [{ agent: 'bob', kinds: ['note' as const], tags: ['fact'] }] };
    const { deps, ask, askedOf } = house({ agents: { ada, bob }, view, deps: withReader });
    await deps.log.commit(address, note('facts', 'Pi is irrational.', ['fact']));
    await deps.log.commit(address, note('gossip', 'Pi is rational.'));
    const { hold } = await ask();
    await hold();
    expect(shownIn(askedOf('bob')[0])).toMatch(/<<< note facts of user \S+\nPi is irrational\./);
    expect(saidIn(askedOf('bob')[0])).not.toContain('Pi is rational.');
    expect(saidIn(askedOf('ada')[0])).not.toContain('Pi is irrational.');
  });

  it('no subscription shows the messages that others keep to themselves', async () => {
    const view = { subscriptions: [{ agent: 'bob' }] };
    const { ask, askedOf } = house({ agents: { ada, bob }, view, deps: withReader });
    const { hold } = await ask();
    await hold();
    expect(saidIn(askedOf('bob')[0])).not.toContain('I shall look it up.');
  });
});

it('where nothing is shared, a subscription shows what people wrote and nothing of the team', async () => {
  const view = { subscriptions: [{ agent: 'bob' }] };
  const { deps, ask, askedOf } = house({
    agents: { ada, bob },
    sharing: 'none',
    view,
    deps: withReader,
  });
  await deps.log.commit(address, note('facts', 'Pi is irrational.'));
  await deps.log.commit(address, { ...note('hint', 'Say 3.'), author: { agent: 'ada' } });
  const { hold } = await ask();
  await hold();
  expect(shownIn(askedOf('bob')[0])).toContain('Pi is irrational.');
  expect(shownIn(askedOf('bob')[0])).not.toContain('Say 3.');
});

describe('a store that is slow in the midst of a turn', () => {
  /** Lists nothing any more once it hangs. */
  function hangingTable() {
    const table = memoryTable();
    let isHanging = false;
    const list: Table['list'] = (...range) => (isHanging ? never() : table.list(...range));
    return {
      table: { ...table, list },
      hang: (does: boolean) => {
        isHanging = does;
      },
    };
  }
  async function* never() {
    await new Promise(() => undefined);
    yield* [];
  }

  it('costs an agent its news, and not its turn', async () => {
    const clock = stillClock();
    const { table, hang } = hangingTable();
    const place = house({
      agents: {
        ada: [
          () => {
            hang(true);
            setImmediate(() => clock.pass(2_000));
            return { id: 'r', role: 'assistant', parts: [read('x')] };
          },
          () => {
            hang(false);
            return { id: 's', role: 'assistant', parts: [newAnswer('Because.')] };
          },
        ],
      },
      clock,
      table,
      deps: withReader,
    });
    const { plan, turn, run, order } = await place.ask();
    await plan();
    await turn('ada');
    expect((await run()).turns[0]?.outcome).toBe('answered');
    expect((await place.state()).items.get(runItems(order.run).answerOf('ada'))).toBeDefined();
  });

  it('that fails does the same', async () => {
    const table = memoryTable();
    let isBroken = false;
    const list: Table['list'] = (...range) => {
      if (isBroken) throw new Error('the disk is gone');
      return table.list(...range);
    };
    const place = house({
      agents: {
        ada: [
          () => {
            isBroken = true;
            return { id: 'r', role: 'assistant', parts: [read('x')] };
          },
          () => {
            isBroken = false;
            return { id: 's', role: 'assistant', parts: [newAnswer('Because.')] };
          },
        ],
      },
      table: { ...table, list },
      deps: withReader,
    });
    const { plan, turn, run } = await place.ask();
    await plan();
    await turn('ada');
    expect((await run()).turns[0]?.outcome).toBe('answered');
  });
});
