import { after, type Branch, emptyBranch, keyOf, type Step, stepsOf } from './branch-model.ts';
import type { Operation } from './operation.ts';

/** Orders that are tried before the search gives up, which is a failure of its own. */
const MAX_TRIED = 1_000_000;

export type Verdict =
  | { readonly kind: 'linearizable' }
  /** No order explains it. `branch` is how far the best one came, `stuck` what had no place after it. */
  | { readonly kind: 'broken'; readonly branch: Branch; readonly stuck: readonly Operation[] };

/**
 * Looks for an order of a history's operations, one after the other, that the model allows and in
 * which each takes place between its call and its answer. The search is that of Wing and Gong
 * (https://doi.org/10.1006/jpdc.1993.1015), who try whatever may come next, with Lowe's memory
 * (https://doi.org/10.1002/cpe.3928): the same operations done and the same branch are tried once.
 */
export function linearize(history: readonly Operation[]): Verdict {
  const steps = history.flatMap(stepsOf).toSorted((a, b) => a.from - b.from);
  const placeOf = new Map(steps.map((step, place) => [step, place]));
  const tried = new Set<string>();
  let best = { branch: emptyBranch, owed: steps.filter(isOwed) };

  const isTried = (branch: Branch, left: readonly Step[]) => {
    const before = tried.size;
    tried.add(`${left.map((step) => placeOf.get(step))} ${keyOf(branch)}`);
    if (before > MAX_TRIED) throw new Error('This history is too entangled to be judged.');
    return tried.size === before;
  };

  /** Whether the steps that are left can follow on a branch. */
  const fits = (branch: Branch, left: readonly Step[]): boolean => {
    const owed = left.filter(isOwed);
    if (owed.length === 0) return true;
    if (owed.length < best.owed.length) best = { branch, owed };
    if (isTried(branch, left)) return false;
    return nextOf(branch, left, endOf(owed)).some(({ step, next }) =>
      fits(
        next,
        left.filter((one) => one !== step),
      ),
    );
  };

  if (fits(emptyBranch, steps)) return { kind: 'linearizable' };
  const end = endOf(best.owed);
  return {
    kind: 'broken',
    branch: best.branch,
    stuck: best.owed.filter(({ from }) => from <= end),
  };
}

interface Next {
  readonly step: Step;
  readonly next: Branch;
}

/** What may come next: all that began before the first of the others ended. */
function nextOf(branch: Branch, left: readonly Step[], end: number): readonly Next[] {
  const all = left.flatMap((step) => {
    const next = step.from <= end ? after(branch, step) : undefined;
    return next ? [{ step, next }] : [];
  });
  const harmless = all.find(({ next }) => next === branch); // it stands in nobody's way
  return harmless ? [harmless] : all;
}

/** Whether it must have happened: it was answered. */
const isOwed = ({ answer }: Step) => answer.kind !== 'lost';

const endOf = (steps: readonly Step[]) => Math.min(...steps.map(({ until }) => until));
