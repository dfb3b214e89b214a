import type { Commit, Position } from '../../lib/core/context/commit.ts';
import type { CommitOutcome } from '../../lib/core/context/commit-outcome.ts';
import type { Draft } from '../../lib/core/context/draft.ts';
import type { FunctionName } from './functions.ts';
import { insist } from './insist.ts';
import type { Lambda } from './lambda.ts';
import type { Ledger } from './ledger.ts';
import type { Place } from './place.ts';
import type { World } from './world.ts';

export const ITEMS = ['plan', 'facts', 'names'] as const;

/** Writes a few notes, some of them at once, over what others write now and then. */
export async function write(
  world: World,
  lambda: Lambda<FunctionName>,
  place: Place,
  { told }: Ledger,
) {
  const { random, timeline } = world;
  let seen = 0;
  for (let note = 0; note < 3; note += 1) {
    await timeline.pause(random.below(60_000));
    const drafts = Array.from({ length: 1 + random.below(3) }, () => draftOf(world));
    const base = random.happens(0.5) ? { base: seen } : {};
    const offer = () => lambda.invoke('commit', { ...place, drafts, ...base });
    const outcomes = (await insist<readonly CommitOutcome[]>(world, offer)) ?? [];
    for (const [at, outcome] of outcomes.entries()) {
      const landed = outcome.kind === 'committed' ? positionOf(outcome.commit) : undefined;
      seen = Math.max(seen, positionIn(outcome).version);
      told.push({ ...place, label: drafts[at]?.id ?? '', landed });
    }
  }
}

function draftOf({ random, ids }: World): Draft & { readonly id: string } {
  const label = ids.next('note');
  return {
    id: label,
    author: { agent: 'writer' },
    operations: [{ op: 'put', item: random.pick(ITEMS), kind: 'note', body: label }],
    ...(random.happens(0.2) && { expects: '*' }),
  };
}

const positionIn = (outcome: CommitOutcome): Position =>
  outcome.kind === 'committed' ? positionOf(outcome.commit) : outcome.head;

const positionOf = ({ version, hash }: Commit): Position => ({ version, hash });
