import { expect, it } from 'vitest';
import { mainBranch } from '../../lib/core/context/address.ts';
import { toSubscription } from '../../lib/core/view/subscription.ts';
import { createLocalDeps } from '../../lib/local/deps.ts';
import { reactBehind } from '../../lib/local/react-behind.ts';

const address = mainBranch('local', 's');

async function open(script: readonly object[], wants: object = {}) {
  const warnings: string[] = [];
  const deps = await createLocalDeps(
    ':memory:',
    () => undefined,
    (text) => void warnings.push(text),
  );
  await deps.reactors.set(address, [
    {
      run: 'run_1',
      subscription: toSubscription({ agent: 'bob', kinds: ['note'], then: 'act', ...wants }),
      agent: {
        id: 'bob',
        backends: [{ type: 'rehearsal', options: { script: [...script] as never } }],
      },
    },
  ]);
  const reactions = reactBehind(deps);
  const note = (body: string) =>
    deps.log.commit(address, {
      author: { agent: 'user' },
      operations: [{ op: 'put', item: body, kind: 'note', body }],
    });
  const said = async () =>
    [...(await deps.log.history(address)).state.items.values()]
      .filter(({ id }) => id.endsWith('/said'))
      .map(({ body }) => body);
  return { deps, reactions, note, said, warnings };
}

it('an agent acts behind a commit, in the same process', async () => {
  const { reactions, note, said, warnings } = await open([{ text: 'Seen.' }]);
  await note('Look.');
  await reactions.settled();
  expect(await said()).toEqual(['Seen.']);
  expect(warnings).toEqual([]);
});

it('what a bound held back is told', async () => {
  const { reactions, note, warnings } = await open([{ text: 'Seen.' }], {
    bounds: { perMinute: 1 },
  });
  await note('Look.');
  await reactions.settled();
  await note('And there.');
  await reactions.settled();
  expect(warnings).toEqual([expect.stringContaining('bound on its rate')]);
});

it('an agent that fails again and again is left, and that is told', async () => {
  const { reactions, note, said, warnings, deps } = await open([{ error: 'backend.refused' }]);
  await note('Look.');
  await reactions.settled();
  expect(await said()).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('bob does not react')]);
  expect((await deps.reactors.of(address))[0]?.standing.trouble).toMatchObject({ tries: 3 });
});

it('a process that ends cuts its agents short', async () => {
  const { reactions, note, said, warnings } = await open([{ text: 'Late.', delay_ms: 600_000 }]);
  await note('Look.');
  await new Promise((resolve) => setTimeout(resolve, 50));
  reactions.end();
  await reactions.settled();
  expect(await said()).toEqual([]);
  expect(warnings).toEqual([]);
});
