import { expect, it, onTestFinished } from 'vitest';
import { createMassGen } from '../../lib/local/massgen.ts';

it('a context was last updated when its head was committed', async () => {
  const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
  onTestFinished(() => massgen.close());
  const { context } = massgen;
  await context.create('empty');
  for (const body of ['one', 'two'])
    await context.commit('notes', { operations: [{ op: 'put', item: 'a', kind: 'note', body }] });
  const { contexts } = await context.list();
  const { commits } = await context.log('notes');
  expect(contexts.find(({ id }) => id === 'notes')?.updatedAt).toBe(commits.at(-1)?.at);
  expect(contexts.find(({ id }) => id === 'empty')?.updatedAt).toBeTypeOf('string');
});
