import { expect, it, onTestFinished } from 'vitest';
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
