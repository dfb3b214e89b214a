import { expect, it } from 'vitest';
import { toTeam } from '../../lib/config/to-team.ts';
import { startCloud } from '../support/cloud/cloud.ts';

const { team } = toTeam(
  {
    agents: [
      { id: 'one', backend: { type: 'rehearsal', script: [{ answer: 'A' }, { vote: 'one' }] } },
    ],
  },
  () => undefined,
);

const taskOf = (event: unknown) => (event as { readonly task: string }).task;

it('of the context, a turn waits for one consistent query before its model and one conditional put behind it', async () => {
  const turns: (readonly string[])[] = [];
  const cloud = await startCloud({
    invoke: async (lambda, name, event) => {
      if (name !== 'backend') return lambda.invoke(name, event);
      const before = cloud.operations.length;
      const report = await lambda.invoke(name, event);
      if (taskOf(event) === 'Turn') turns.push(cloud.operations.slice(before));
      return report;
    },
  });
  await cloud.request(team);
  await cloud.settle();
  expect(turns).toEqual([
    ['Query', 'PutItem'],
    ['Query', 'PutItem'],
  ]);
});
