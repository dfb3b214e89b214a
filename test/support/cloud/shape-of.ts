import type { Commit } from '../../../lib/core/context/commit.ts';
import { readRun } from '../../../lib/core/coordination/read-run.ts';

/** What is another in every run: ids that were drawn, moments, and what follows from them. */
const OTHERWISE = new Set([
  'at',
  'base',
  'bodyHash',
  'bytes',
  'context',
  'durationMs',
  'hash',
  'id',
  'judged',
  'milliseconds',
  'overheadMs',
  'parent',
  'salt',
  'sessionId',
  'shown',
  'startedAt',
  'tokens',
  'version',
]);

/**
 * What commits say, whoever was quicker: agents act at the same time, so only what each did in each step
 * is compared, and not the order among them.
 */
export const shapeOf = (commits: readonly Commit[]): readonly unknown[] =>
  commits
    .map((commit) => drawn.reduce(rename, JSON.stringify(strip(commit))))
    .toSorted()
    .map((text): unknown => JSON.parse(text));

/** Ids that are drawn, as they stand in texts. */
const drawn = [/\b(run|call)_[0-9a-z]{16}\b/g, /(?<=answer of )(agent\d+) [\w-]{10}/g];

const rename = (text: string, id: RegExp) => text.replaceAll(id, '$1');

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OTHERWISE.has(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, strip(member)]),
  );
}

/** What was done, each step once, and what came of it; not what was said on the way. */
export function outcomeOf(commits: readonly Commit[]): unknown {
  const {
    status,
    winner,
    votes,
    answer,
    rounds,
    agents = [],
  } = readRun(commits, commits[0]?.cause?.run ?? '').result ?? {};
  const standings = agents.map(({ id, status, vote }) => ({ id, status, vote }));
  const steps = commits.map(({ cause }) =>
    [cause?.step, cause?.round, cause?.agent].filter((part) => part !== undefined).join(' '),
  );
  return { steps: steps.toSorted(), status, winner, votes, answer, rounds, standings };
}
