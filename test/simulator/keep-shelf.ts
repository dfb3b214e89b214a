import { mergePolicies } from '../../lib/core/context/merge-policy.ts';
import type { FunctionName } from './functions.ts';
import { insist } from './insist.ts';
import type { Lambda } from './lambda.ts';
import type { Ledger } from './ledger.ts';
import type { World } from './world.ts';
import { ITEMS, write } from './write.ts';

const context = 'shelf';
const main = { context, branch: 'main' };
const idea = { context, branch: 'idea' };

/** People without questions: they write on two branches, merge them, go back, and have things forgotten. */
export async function keepShelf(world: World, lambda: Lambda<FunctionName>, ledger: Ledger) {
  const { random, timeline } = world;
  await write(world, lambda, main, ledger);
  await insist(world, () => lambda.invoke('fork', { ...main, name: idea.branch }));
  const acts = [
    () => lambda.invoke('merge', { ...main, from: idea.branch, policy: random.pick(policies) }),
    () => lambda.invoke('merge', { ...idea, from: main.branch, policy: random.pick(policies) }),
    () => lambda.invoke('roll back', { ...main, to: random.below(4) }),
    async () => {
      const item = random.pick(ITEMS);
      await lambda.invoke('purge', { ...random.pick([main, idea]), item });
      ledger.forgotten.add(item);
    },
  ] as const;
  const keep = async () => {
    for (let act = 0; act < 3; act += 1) {
      await timeline.pause(random.below(60_000));
      await insist(world, random.pick(acts));
    }
  };
  await Promise.all([
    write(world, lambda, main, ledger),
    write(world, lambda, idea, ledger),
    keep(),
    keep(),
  ]);
}

const policies = [undefined, ...mergePolicies] as const;
