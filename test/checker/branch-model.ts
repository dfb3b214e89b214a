import type { Answer, Call, Commit, Entry, Operation } from './operation.ts';

/** What a branch is, said as simply as can be: a list, and one thing happening to it at a time. */
export interface Branch {
  readonly entries: readonly Appended[];
  /** Where the head was when a client looked who says no base, by the time of its call. */
  readonly looks: ReadonlyMap<number, number>;
}

interface Appended extends Entry {
  readonly commit: Commit;
}

export const emptyBranch: Branch = { entries: [], looks: new Map() };

/** One thing that happens at one moment: a commit without a base is two, a look at the head and the rest. */
export type Step = Operation & { readonly looks?: true };

export const stepsOf = (operation: Operation): readonly Step[] =>
  operation.call.kind === 'commit' && operation.call.base === undefined
    ? [{ ...operation, looks: true }, operation]
    : [operation];

/** The branch after a step; undefined: at this moment it cannot have been answered so. */
export function after(branch: Branch, { call, answer, from, looks }: Step): Branch | undefined {
  if (call.kind !== 'commit') return isTrue(branch, call, answer) ? branch : undefined;
  if (looks) return afterLook(branch, from, answer);
  if (call.base !== undefined) return afterOffer(branch, call, call.base, answer);
  const base = branch.looks.get(from);
  return base === undefined ? undefined : afterOffer(withoutLook(branch, from), call, base, answer);
}

/** All that tells two branches apart. */
export const keyOf = ({ entries, looks }: Branch): string =>
  JSON.stringify([
    entries.map(({ label, base }) => [label, base]),
    [...looks].sort(([one], [other]) => one - other),
  ]);

function isTrue({ entries }: Branch, call: Exclude<Call, Commit>, answer: Answer): boolean {
  const head = entries.length;
  if (answer.kind === 'head') return call.kind === 'head' && answer.version === head;
  if (answer.kind === 'unknown version') return call.kind === 'at' && call.version > head;
  if (answer.kind !== 'entries') return false;
  const [from, to] = rangeOf(call, head);
  const seen = answer.entries;
  const is = (entry: Entry, at: number) =>
    entry.version === seen[at]?.version &&
    entry.base === seen[at]?.base &&
    entry.label === seen[at]?.label;
  return seen.length === Math.max(0, to - from) && entries.slice(from, to).every(is);
}

function rangeOf(call: Exclude<Call, Commit>, head: number): readonly [number, number] {
  if (call.kind === 'at') return [call.version - 1, call.version];
  return [call.kind === 'after' ? call.version : 0, head];
}

function afterLook(branch: Branch, from: number, answer: Answer): Branch | undefined {
  const head = branch.entries.length;
  const isElsewhere = answer.kind === 'committed' && !answer.repeated && answer.base !== head;
  return isElsewhere ? undefined : { ...branch, looks: new Map(branch.looks).set(from, head) };
}

function withoutLook(branch: Branch, from: number): Branch {
  const looks = new Map(branch.looks);
  looks.delete(from);
  return { ...branch, looks };
}

function afterOffer(
  branch: Branch,
  commit: Commit,
  base: number,
  answer: Answer,
): Branch | undefined {
  const outcome = outcomeOf(branch, commit, base);
  if (!says(answer, outcome)) return undefined;
  if (outcome.kind !== 'lands' || answer.kind === 'refused') return branch;
  const landed = { version: outcome.version, base, label: commit.label, commit };
  return { ...branch, entries: [...branch.entries, landed] };
}

/** What must become of an offer. */
type Outcome =
  | { readonly kind: 'lands' | 'stands'; readonly version: number; readonly base: number }
  | { readonly kind: 'conflict'; readonly head: number; readonly items: readonly string[] };

function outcomeOf(branch: Branch, commit: Commit, base: number): Outcome {
  const standing = branch.entries.find(({ label }) => label === commit.label);
  if (standing) return { kind: 'stands', version: standing.version, base: standing.base };
  const head = branch.entries.length;
  const items = contested(branch, commit, base);
  return items.length > 0
    ? { kind: 'conflict', head, items }
    : { kind: 'lands', version: head + 1, base };
}

/** Whether an answer fits. A writer whose first answer was lost on the way may hear that it repeats itself. */
function says(answer: Answer, outcome: Outcome): boolean {
  if (answer.kind === 'lost') return outcome.kind === 'lands';
  if (answer.kind === 'refused') return true;
  if (outcome.kind === 'conflict') return saysConflict(answer, outcome);
  if (answer.kind !== 'committed' || answer.version !== outcome.version) return false;
  if (outcome.kind === 'stands') return answer.repeated;
  if (answer.base !== outcome.base) return false;
  return answer.repeated || answer.rebased === outcome.version > outcome.base + 1;
}

const saysConflict = (answer: Answer, { head, items }: Extract<Outcome, { kind: 'conflict' }>) =>
  answer.kind === 'conflict' &&
  answer.head === head &&
  answer.items.toSorted().join() === items.toSorted().join();

/** The items of others that landed behind a base and that a commit writes or relies on. */
function contested({ entries }: Branch, commit: Commit, base: number): readonly string[] {
  const changed = new Set(entries.slice(base).flatMap((entry) => entry.commit.writes));
  const minded = [...commit.writes, ...commit.expects];
  return [...changed].filter((item) => commit.expects === '*' || minded.includes(item));
}
