import { mergePolicies } from '../../lib/core/context/merge-policy.ts';
import type { FunctionName } from './functions.ts';
import { insist } from './insist.ts';
import type { Lambda } from './lambda.ts';
import type { Ledger } from './ledger.ts';
import type { World } from './world.ts';
import { ITEMS, write } from './write.ts';

/** The branch beside the main one of a context that is tended. */
export const IDEA = 'idea';

/** People who write on two branches of a context, merge them, go back, and have things forgotten. */
export async function tend(
  world: World,
  lambda: Lambda<FunctionName>,
  context: string,
  ledger: Ledger,
) {
  const { random, timeline } = world;
  const main = { context, branch: 'main' };
  const idea = { context, branch: IDEA };
  const forgotten = new Set<string>();
  ledger.forgotten.set(context, forgotten);
  await write(world, lambda, main, ledger);
  await insist(world, () => lambda.invoke('fork', { ...main, name: IDEA }));
  const acts = [
    () => lambda.invoke('merge', { ...main, from: IDEA, policy: random.pick(policies) }),
    () => lambda.invoke('merge', { ...idea, from: main.branch, policy: random.pick(policies) }),
    () => lambda.invoke('roll back', { ...main, to: random.below(4) }),
    async () => {
      const item = random.pick(ITEMS);
      forgotten.add(item);
      await lambda.invoke('purge', { ...random.pick([main, idea]), item });
    },
  ] as const;
  const change = async () => {
    for (let act = 0; act < 3; act += 1) {
      await timeline.pause(random.below(60_000));
      await insist(world, random.pick(acts));
    }
  };
  await Promise.all([
    write(world, lambda, main, ledger),
    write(world, lambda, idea, ledger),
    change(),
    change(),
  ]);
}

/** A purge that was cut off is to be called again. */
export async function forgetAll(world: World, lambda: Lambda<FunctionName>, { forgotten }: Ledger) {
  for (const [context, items] of forgotten)
    for (const item of items)
      await insist(world, () => lambda.invoke('purge', { context, branch: 'main', item }));
}

const policies = [undefined, ...mergePolicies] as const;
