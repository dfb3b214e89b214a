import { expect, it } from 'vitest';
import { toTeam } from '../../lib/config/to-team.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { startCloud } from '../support/cloud/cloud.ts';

const teamWith = (context: { readonly [key: string]: Json }) =>
  toTeam(
    {
      agents: [
        { id: 'one', backend: { type: 'rehearsal', script: [{ answer: 'A' }, { vote: 'one' }] } },
      ],
      orchestrator: { context },
    },
    () => undefined,
  ).team;

const taskOf = (event: unknown) => (event as { readonly task: string }).task;

it.each([
  ['answers', {}],
  ['what it subscribed to', { subscriptions: [{ kinds: ['note'] }] }],
])(
  'of the context, a turn that is shown %s waits for one consistent query before its model and one conditional put behind it',
  async (_, context) => {
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
    await cloud.request(teamWith(context));
    await cloud.settle();
    expect(turns).toEqual([
      ['Query', 'PutItem'],
      ['Query', 'PutItem'],
    ]);
  },
);
