import { baseOf, type Changes, changesIn, unseen } from './changes.ts';
import type { Conflict } from './conflict.ts';
import { again, saysTheSame } from './content.ts';
import { depthOf } from './depth-of.ts';
import type { Merged } from './draft.ts';
import { type History, headOf } from './history.ts';
import type { Item } from './item.ts';
import type { MergePolicy } from './merge-policy.ts';
import type { OwnOperation } from './operation.ts';
import { hasSeen, reachOf } from './reach.ts';
import { callsIn, copied, grouped } from './tool-pairs.ts';

export interface Merge {
  readonly operations: readonly OwnOperation[];
  /** What no policy has decided. */
  readonly conflicts: readonly Conflict[];
  /** Undefined: there is nothing in it that was not merged before. */
  readonly merged: Merged | undefined;
}

/**
 * Merges a branch into ours, item by item: what only they have changed is taken, what only we have
 * changed stays. What both have changed is a conflict, unless both made the same of it. Items that
 * make and answer the same tool call are decided as one.
 */
export function mergeOf(
  ours: History,
  theirs: History,
  branch: string,
  policy?: MergePolicy,
): Merge {
  const [ourReach, theirReach] = [reachOf(ours.commits), reachOf(theirs.commits)];
  const landed = theirs.commits.filter((commit) => !hasSeen(ourReach, commit));
  if (landed.length === 0) return { operations: [], conflicts: [], merged: undefined };

  const [ourChanges, theirChanges] = [changesIn(ours.commits), changesIn(theirs.commits)];
  const sides: Sides = {
    ours,
    theirs,
    branch,
    theirChanges,
    byUs: unseen(ourChanges, theirReach),
    byThem: unseen(theirChanges, ourReach),
  };
  const decisions = groupsOf(sides).map((group) => decide(sides, group, policy));
  const { version, hash } = headOf(theirs);
  const depth = Math.max(...landed.map(depthOf));
  return {
    operations: decisions.flatMap(({ operations }) => operations),
    conflicts: decisions.flatMap(({ conflicts }) => conflicts),
    merged: {
      branch,
      version,
      hash,
      reach: Object.fromEntries(theirReach),
      ...(depth > 0 && { depth }),
    },
  };
}

interface Sides {
  readonly ours: History;
  readonly theirs: History;
  readonly branch: string;
  readonly theirChanges: Changes;
  /** Items that one side has changed and the other has not seen. */
  readonly byUs: ReadonlySet<string>;
  readonly byThem: ReadonlySet<string>;
}

type Decision = Pick<Merge, 'operations' | 'conflicts'>;

function groupsOf({ ours, theirs, byUs, byThem }: Sides): readonly (readonly string[])[] {
  const callsOf = (item: string) =>
    [ours, theirs].flatMap(({ state }) => callsIn(state.items.get(item)?.body ?? null));
  return grouped(new Set([...byUs, ...byThem]), callsOf);
}

function decide(sides: Sides, all: readonly string[], policy?: MergePolicy): Decision {
  const { byUs, byThem } = sides;
  const agreed = all.filter((item) => byUs.has(item) && byThem.has(item) && isAgreed(sides, item));
  const group = all.filter((item) => !isAgreed(sides, item));
  const theirs = group.filter((item) => byThem.has(item));
  const isContested = theirs.length > 0 && group.some((item) => byUs.has(item));
  if (!isContested) return taking([...agreed, ...theirs].map((item) => taken(sides, item)));
  if (policy) return taking(byPolicy[policy](sides, group));
  return { operations: [], conflicts: group.map((item) => conflictOver(sides, item)) };
}

const taking = (operations: readonly OwnOperation[]): Decision => ({ operations, conflicts: [] });

const isAgreed = ({ ours, theirs }: Sides, item: string): boolean =>
  saysTheSame(ours.state.items.get(item), theirs.state.items.get(item));

const byPolicy: Readonly<
  Record<MergePolicy, (sides: Sides, group: readonly string[]) => readonly OwnOperation[]>
> = {
  ours: () => [],
  theirs: (sides, group) => group.map((item) => taken(sides, item)),
  both: (sides, group) => companions(sides, group).map((item) => beside(sides, item)),
};

/** Makes of an item what they have made of it; so both agree from there on, even if they did before. */
function taken({ theirs, theirChanges }: Sides, item: string): OwnOperation {
  const from = theirChanges.get(item)?.place;
  const standing = theirs.state.items.get(item);
  return { ...(standing ? again(standing) : { op: 'retire', item }), ...(from && { from }) };
}

/** Their items of a group, and those that they share a tool call with. */
function companions({ theirs }: Sides, group: readonly string[]): readonly Item[] {
  const standing = group.flatMap((item) => theirs.state.items.get(item) ?? []);
  const calls = new Set(standing.flatMap(({ body }) => callsIn(body)));
  const linked = [...theirs.state.items.values()].filter(({ body }) =>
    callsIn(body).some((call) => calls.has(call)),
  );
  return [...new Set([...standing, ...linked])];
}

function beside({ ours, branch }: Sides, item: Item): OwnOperation {
  const body = copied(item.body, (id) => `${id}~${branch}`);
  const name = ours.state.items.has(item.id) ? freeName(ours, `${item.id}~${branch}`) : item.id;
  return { ...again(item), item: name, body };
}

/** A name that is not taken: itself, or with the first number that makes it so. */
function freeName({ state }: History, name: string): string {
  let free = name;
  for (let number = 2; state.items.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

const conflictOver = ({ ours, theirs }: Sides, item: string): Conflict => ({
  item,
  ours: ours.state.items.get(item)?.body ?? null,
  theirs: theirs.state.items.get(item)?.body ?? null,
  base: baseOf(item, ours.commits, theirs.commits),
});
