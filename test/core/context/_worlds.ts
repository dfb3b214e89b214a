import fc from 'fast-check';
import type { Item } from '../../../lib/core/context/item.ts';
import { mergeBranch } from '../../../lib/core/context/merge-branch.ts';
import { type MergePolicy, mergePolicies } from '../../../lib/core/context/merge-policy.ts';
import { rollBack } from '../../../lib/core/context/roll-back.ts';
import type { State } from '../../../lib/core/context/state.ts';
import type { Json } from '../../../lib/core/shared/json.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { address, draft, put, retire } from './_drafts.ts';

export const side = { ...address, branch: 'side' };
const addresses = { main: address, side } as const;
export type BranchName = keyof typeof addresses;

/** Something that can be done to a context of two branches. */
export type Step =
  | { readonly kind: 'put'; readonly on: BranchName; readonly item: string; readonly body: Json }
  | { readonly kind: 'retire'; readonly on: BranchName; readonly item: string }
  | { readonly kind: 'merge'; readonly on: BranchName; readonly policy: MergePolicy }
  | { readonly kind: 'rollback'; readonly on: BranchName; readonly share: number };

const on = fc.constantFrom<BranchName>('main', 'side');
const item = fc.constantFrom('a', 'b', 'c');

export const edit: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('put' as const), on, item, body: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retire' as const), on, item }) },
);

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: edit },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      on,
      policy: fc.constantFrom(...mergePolicies),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rollback' as const),
      on,
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

/** A context of two branches, `side` having left `main` behind the first steps. */
export async function world(before: readonly Step[], after: readonly Step[]) {
  const { log, open, table } = memoryLog();
  const take = async (one: Step) => {
    const where = addresses[one.on];
    if (one.kind === 'put') return log.commit(where, draft([put(one.item, one.body)]));
    if (one.kind === 'retire') return log.commit(where, draft([retire(one.item)]));
    if (one.kind === 'merge')
      return mergeBranch(log, where, otherThan(one.on), { policy: one.policy });
    const { version } = await log.head(where);
    return rollBack(log, where, Math.floor(one.share * version));
  };
  for (const one of before) await take({ ...one, on: 'main' });
  await log.branches.fork(address, await log.head(address), 'side');
  for (const one of after) await take(one);
  return {
    log,
    open,
    table,
    take,
    history: (name: BranchName) => log.history(addresses[name]),
    state: async (name: BranchName) => saidIn((await log.history(addresses[name])).state),
  };
}

export const otherThan = (name: BranchName): BranchName => (name === 'main' ? 'side' : 'main');

/** What a state says, by item: all but where it was written. */
export const saidIn = ({ items }: State): Readonly<Record<string, Omit<Item, 'version' | 'id'>>> =>
  Object.fromEntries([...items.values()].map(({ id, version: _, ...said }) => [id, said]));
