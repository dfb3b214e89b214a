import { describe, expect, it, onTestFinished } from 'vitest';
import { createMassGen } from '../../lib/local/massgen.ts';

async function house() {
  const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
  onTestFinished(() => massgen.close());
  return massgen.context;
}

const note = (item: string, body: string) => ({
  operations: [{ op: 'put', item, kind: 'note', body }],
});

const subscriptions = [
  { agent: 'ada', kinds: ['note'], branches: ['idea'] },
  { agent: 'bob', kinds: ['note'] },
];
const script = [{ answer: 'x' }, { vote: 'ada' }];
const team = {
  agents: ['ada', 'bob'].map((id) => ({ id, backend: { type: 'rehearsal', script } })),
  orchestrator: { context: { subscriptions } },
};

it('a view of a branch holds what was written there, to whoever asked for that branch', async () => {
  const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
  onTestFinished(() => massgen.close());
  const { ask, context } = massgen;
  await ask('Why?', { session: 'ctx', config: JSON.parse(JSON.stringify(team)) });
  await context.branch('ctx', 'idea');
  await context.commit('ctx', note('thought', 'of the idea'), { branch: 'idea' });
  const textFor = async (agent: string, branch: string) =>
    (await context.view('ctx', { agent, branch })).text;
  expect(await textFor('ada', 'idea')).toContain('of the idea');
  expect(await textFor('bob', 'idea')).not.toContain('of the idea');
  expect(await textFor('ada', 'main')).toBe('');
});

it('without a run, a view of a branch holds all that may be seen of it', async () => {
  const context = await house();
  await context.commit('ctx', note('a', 'from before'));
  await context.branch('ctx', 'idea');
  await context.commit('ctx', note('b', 'of the idea'), { branch: 'idea' });
  const { text } = await context.view('ctx', { branch: 'idea' });
  expect(text).toContain('from before');
  expect(text).toContain('of the idea');
});

describe('what is expanded', () => {
  const put = (item: string, body: string, more: object = {}) => ({
    author: { agent: 'ada' },
    operations: [{ op: 'put', item, kind: 'note', body, ...more }],
  });
  const retire = (item: string) => ({ operations: [{ op: 'retire', item }] });

  async function furnished() {
    const context = await house();
    await context.commit('ctx', put('plan', 'The first plan.'));
    await context.commit('ctx', put('plan', 'The second plan.'));
    await context.commit('ctx', put('secret', 'For myself.', { visibility: 'private' }));
    await context.commit('ctx', put('gone', 'It was here.'));
    await context.commit('ctx', retire('gone'));
    await context.commit('ctx', put('mail@7', 'A name like a pointer.'));
    await context.branch('ctx', 'idea');
    await context.commit('ctx', put('dream', 'Elsewhere.'), { branch: 'idea' });
    return context;
  }

  it('is every item that a view does not show whole, by its pointer', async () => {
    const context = await house();
    const log = `begin ${'noise '.repeat(2_000)}end`;
    for (const item of ['one', 'two', 'three'])
      await context.commit('ctx', put(item, `${item} ${log}`));
    const { meter } = await context.view('ctx', { budget: 300 });
    expect(meter.left).toHaveLength(3);
    for (const { item, version } of meter.left) {
      const pointer = `${item}@${version}`;
      const whole = await context.view('ctx', { expand: [pointer], budget: 20_000 });
      expect(whole.text).toContain(`${item} ${log}`);
      expect(whole.passages).toMatchObject([{ form: 'whole', of: [{ item, version }] }]);
    }
  });

  it.each<[string, readonly string[], string]>([
    ['as it stands', ['plan'], 'The second plan.'],
    ['as it stood', ['plan@1'], 'The first plan.'],
    ['though it was retired', ['gone@4'], 'It was here.'],
    ['by a name that looks like a pointer', ['mail@7'], 'A name like a pointer.'],
    ['with others', ['mail@7', 'plan@1', 'plan@1'], 'A name like a pointer.'],
  ])('is shown %s, quoted', async (_, expand, words) => {
    const context = await furnished();
    const { text, passages } = await context.view('ctx', { expand });
    expect(text).toMatch(/^<<< note \S+ of ada \S{10}\n/);
    expect(text).toContain(words);
    expect(passages).toHaveLength(new Set(expand).size);
  });

  it.each<[string, string, object]>([
    ['was never written', 'none', { code: 'context.unknownItem' }],
    ['was not written by then', 'mail@7@2', { code: 'context.itemLater', facts: { version: 6 } }],
    ['is still to come', 'plan@99', { code: 'context.unknownVersion' }],
    ['was retired', 'gone', { code: 'context.itemRetired', facts: { version: 5 } }],
    [
      'stands on another branch',
      'dream',
      { code: 'context.itemElsewhere', facts: { elsewhere: 'idea' } },
    ],
    ['is not for its reader', 'secret', { code: 'context.itemHidden', facts: { agent: 'user' } }],
  ])('is a clear fault where it %s', async (_, pointer, fault) => {
    const context = await furnished();
    await expect(context.view('ctx', { expand: [pointer] })).rejects.toMatchObject(fault);
  });

  it('is for its author, and for nobody who has lost sight of it since', async () => {
    const context = await furnished();
    const { text } = await context.view('ctx', { agent: 'ada', expand: ['secret'] });
    expect(text).toContain('For myself.');
    await context.commit('ctx', put('plan', 'Mine alone.', { visibility: 'private' }));
    await expect(context.view('ctx', { expand: ['plan@1'] })).rejects.toMatchObject({
      code: 'context.itemHidden',
    });
  });

  it('is nothing more where it was purged, whichever version is asked for', async () => {
    const context = await furnished();
    await context.purge('ctx', 'plan');
    for (const pointer of ['plan', 'plan@1', 'plan@2'])
      await expect(context.view('ctx', { expand: [pointer] })).rejects.toMatchObject({
        code: 'context.itemPurged',
      });
  });

  it('is what the reader subscribed to', async () => {
    const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
    onTestFinished(() => massgen.close());
    await massgen.ask('Why?', { session: 'ctx', config: JSON.parse(JSON.stringify(team)) });
    await massgen.context.commit('ctx', put('plan', 'A plan.'));
    await massgen.context.commit('ctx', put('draft', 'A draft.', { kind: 'artifact' }));
    const shownTo = (agent: string, item: string) =>
      massgen.context.view('ctx', { agent, expand: [item] });
    expect((await shownTo('bob', 'plan')).text).toContain('A plan.');
    await expect(shownTo('bob', 'draft')).rejects.toMatchObject({ code: 'context.itemHidden' });
  });
});
