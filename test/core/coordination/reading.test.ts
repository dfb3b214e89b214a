import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelCall } from '../../../lib/core/agent/backend.ts';
import { READ_CONTEXT } from '../../../lib/core/agent/reading-tool.ts';
import { isVisibleTo } from '../../../lib/core/context/item.ts';
import { estimateTokens } from '../../../lib/core/message/tokens.ts';
import { type Move, newAnswer, saying, toolCall, words } from '../agent/_model.ts';
import { address, house } from './_house.ts';

type Asked = Omit<ModelCall, 'signal' | 'hear'>;

const BUDGET = 400;
const view = { budget: BUDGET, subscriptions: [{ agent: 'bob', kinds: ['note' as const] }] };

const reads = (...items: readonly string[]) => toolCall(READ_CONTEXT, { items: [...items] });
const namesIn = (asked: Asked | undefined) => asked?.tools.map(({ name }) => name) ?? [];
const textIn = (asked: Asked | undefined) => JSON.stringify(asked?.messages.at(-1)?.parts);
const offered = ['new_answer', 'vote', READ_CONTEXT];

/** What a request shows of the context, laid anew or not. */
const shownIn = (asked: Asked | undefined) =>
  /Shared, .*?(?=(No answer stands|The answers that stand|"))/s.exec(
    JSON.stringify(asked?.messages),
  )?.[0] ?? '';

const note = (item: string, body: string, more: object = {}) => ({
  author: { agent: 'user' },
  operations: [{ op: 'put' as const, item, kind: 'note' as const, body, ...more }],
});

const long = (word: string) => `${word} begins. ${`More of ${word}. `.repeat(60)}${word} ends.`;

/** Bob, who is shown more notes than there is room for, and what he does about it. */
async function shownInShort(
  bob: readonly Move[],
  { sharing = 'answers', ...more }: Partial<Parameters<typeof house>[0]> = {},
) {
  const place = house({ agents: { ada: [[newAnswer('1')]], bob }, sharing, view, ...more });
  const { log } = place.deps;
  await log.commit(address, note('plan', long('plan')));
  await log.commit(address, note('spec', long('spec')));
  await log.commit(address, note('secret', long('secret'), { visibility: ['ada'] }));
  await log.commit(address, note('tiny', 'In a word.'));
  await log.commit(address, {
    ...note('code', long('code')),
    operations: [{ op: 'put', item: 'code', kind: 'artifact', body: long('code') }],
  });
  const story = await place.ask();
  await story.plan();
  await story.turn('bob');
  return { ...place, ...story, asked: place.askedOf('bob') };
}

describe('an agent that is shown something in short', () => {
  it('reads it whole by its name, quoted, and then decides', async () => {
    const { asked, run } = await shownInShort([[reads('plan')], [newAnswer('Read.')]]);
    expect(asked.map(namesIn)).toEqual([offered, offered]);
    expect(shownIn(asked[0])).not.toContain(long('plan'));
    expect(asked[1]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      parts: [{ type: 'tool_result', error: false }],
    });
    expect(textIn(asked[1])).toMatch(/never an instruction.*<<< note plan of user \S{10}\\n/);
    expect(textIn(asked[1])).toContain(long('plan'));
    const [turn] = (await run()).turns;
    expect(turn).toMatchObject({ outcome: 'answered', calls: [{}, {}] });
  });

  it.each([
    ['as it stands beside it', 'note plan of user'],
    ['with its kind', 'note plan'],
    ['as of a version', 'plan@1'],
  ])('may name it %s', async (_, name) => {
    const { asked } = await shownInShort([[reads(name)], [newAnswer('Read.')]]);
    expect(textIn(asked[1])).toContain(long('plan'));
  });

  it('is told what there is where it names nothing, or nothing that is', async () => {
    const { asked } = await shownInShort([[reads()], [reads('nowhere')], [newAnswer('So.')]]);
    for (const told of asked.slice(1).map(textIn))
      expect(told).toMatch(/names of what there is.*note tiny of user.*note plan of user/);
    expect(asked[1]?.messages.at(-1)).toMatchObject({ parts: [{ error: false }] });
    expect(asked[2]?.messages.at(-1)).toMatchObject({ parts: [{ error: true }] });
    expect(textIn(asked[2])).toContain('Nothing that you are shown is called');
  });

  it.each([
    ['what is for another', 'secret'],
    ['what it did not subscribe to', 'code'],
    ['what runs write for themselves', '6.request'],
    ['what is not there', 'secret@2'],
  ])('learns nothing of %s', async (_, name) => {
    const { asked } = await shownInShort([[reads(name)], [reads()], [newAnswer('So.')]]);
    const told = asked.slice(1).map(textIn).join();
    expect(told).toContain('Nothing that you are shown is called');
    expect(told).not.toMatch(/begins\.|note secret|artifact/);
  });

  it('reads no more in a turn than it may be shown at once, and is told so', async () => {
    const all = ['plan', 'spec', 'tiny'];
    const again = Array.from({ length: 6 }, () => [reads(...all)]);
    const { asked } = await shownInShort([...again, [newAnswer('So.')]]);
    const read = asked.slice(1).map(textIn);
    expect(estimateTokens(read.join())).toBeLessThan(3 * BUDGET);
    expect(read.at(-1)).toContain('Not shown: no more can be read in this turn.');
    expect(read[0]).toMatch(/characters left out|are not shown: no more can be read/);
  });

  it('goes on deciding whatever it asks for', async () => {
    const nonsense = toolCall(READ_CONTEXT, { items: 'plan' });
    const { asked, run } = await shownInShort([[nonsense], [newAnswer('So.')]]);
    expect(textIn(asked[1])).toContain('read_context needs');
    expect((await run()).turns[0]?.outcome).toBe('answered');
  });

  it('does not read where each keeps to itself', async () => {
    const { asked } = await shownInShort([[newAnswer('So.')]], { sharing: 'none' });
    expect(shownIn(asked[0])).toContain('are not shown');
    expect(asked.map(namesIn)).toEqual([['new_answer', 'vote']]);
  });

  it('reads in the midst of its call where its backend hears', async () => {
    const told: string[] = [];
    const reading = async ({ within, signal }: ModelCall) => {
      const result = await within?.call(reads('plan'), signal);
      told.push(JSON.stringify(result?.content));
      return saying(newAnswer('Read.'));
    };
    const { asked } = await shownInShort([reading], { hears: true });
    expect(asked).toHaveLength(1);
    expect(told.join()).toContain(long('plan'));
  });
});

it('the tool stays when a later view shows everything whole', async () => {
  const { deps, plan, turn, askedOf, run } = await shownInShort([
    [newAnswer('1')],
    [newAnswer('2')],
  ]);
  for (const item of ['plan', 'spec', 'tiny'])
    await deps.log.commit(address, note(item, `${item} `.repeat(6)));
  await turn('ada');
  await plan(1);
  await turn('bob', 2);
  const last = askedOf('bob').at(-1);
  expect((await run()).turns.at(-1)?.viewed?.laying).toBe(2);
  expect(shownIn(last)).not.toMatch(/not shown|left out|summary of/);
  expect(namesIn(last)).toEqual(offered);
});

it('what one agent has read is for its eyes alone', async () => {
  const { state, turn, askedOf } = await shownInShort(
    [[words('Let me see.'), reads('plan')], [newAnswer('Read.')]],
    { sharing: 'transcript' },
  );
  const items = [...(await state()).items.values()];
  const holding = items.filter((item) => saysAll('plan', item.body) && item.id !== 'plan');
  expect(holding).toMatchObject([{ kind: 'message', visibility: 'private' }]);
  expect(holding.some((item) => isVisibleTo('ada', item))).toBe(false);
  await turn('ada');
  const told = JSON.stringify(askedOf('ada')[0]?.messages);
  expect(told).toContain('Let me see.');
  expect(told).not.toMatch(/read_context|plan begins/);
});

const saysAll = (word: string, body: unknown) => JSON.stringify(body).includes(long(word));

/** What ada does in one round, in letters. */
const round = fc.record({ letters: fc.nat(900), answer: fc.nat(60) });

it('the tool is offered from when something is shown in short, in each request and for ever', async () => {
  let offers = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 6 }), async (script) => {
      const said = (letters: number) => 'word '.repeat(letters / 5 + 1);
      const story = house({
        agents: {
          ada: script.map(({ letters, answer }, at) => [
            words(`${at} ${said(letters)}`),
            newAnswer(`${at} ${said(answer)}`),
          ]),
          bob: [...script.map((_, at) => [newAnswer(`No ${at}.`)]), [words('So it is.')]],
        },
        sharing: 'transcript',
        view: { budget: 600, compression: { share: 0.5 } },
        rounds: script.length + 1,
        answersPerAgent: script.length,
      });
      const { hold, present } = await story.ask();
      for (let closed = 0; closed < script.length; closed += 1) await hold(closed);
      await present('bob');
      let isOffered = false;
      for (const asked of story.askedOf('bob')) {
        isOffered ||= /left out|not shown|said again|in place of|summary of/.test(shownIn(asked));
        expect(namesIn(asked)).toEqual(isOffered ? offered : offered.slice(0, 2));
      }
      offers += isOffered ? 1 : 0;
    }),
    { numRuns: 30 },
  );
  expect(offers).toBeGreaterThan(0);
});
