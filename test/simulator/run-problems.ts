import type { Commit } from '../../lib/core/context/commit.ts';
import { readRun } from '../../lib/core/coordination/read-run.ts';

/** Each run has ended, and everything in it was done once and in its time. */
export function runProblems(commits: readonly Commit[]): readonly string[] {
  const ours = commits.filter(({ cause }) => cause && cause.step !== 'react');
  const runs = Map.groupBy(ours, ({ cause }) => cause?.run ?? '');
  return [...runs].flatMap(([run, steps]) => [
    ...(readRun(steps, run).result ? [] : [`${run} has no result`]),
    ...untimely(steps).map((problem) => `${run}: ${problem}`),
  ]);
}

/** Steps of a run that came when they could not: a turn behind its round, anything behind the end. */
function untimely(steps: readonly Commit[]): readonly string[] {
  const names = steps.map(stepOf);
  return steps.flatMap(({ version }, place) => {
    const before = steps.slice(0, place);
    return [
      ...(isLate(steps[place], before) ? [`${names[place]} comes too late, at ${version}`] : []),
      ...(names.indexOf(names[place] ?? '') < place ? [`${names[place]} is done twice`] : []),
    ];
  });
}

const stepOf = ({ cause }: Commit) => [cause?.step, cause?.round, cause?.agent].join(' ');

function isLate(commit: Commit | undefined, before: readonly Commit[]): boolean {
  const { step = '', round } = commit?.cause ?? {};
  const isOver = ENDS.includes(before.findLast(isTurningPoint)?.cause?.step ?? '');
  if (isOver) return step !== 'resume' && step !== 'finish';
  const plan = before.findLast(({ cause }) => cause?.step === 'plan');
  return (step === 'turn' || step === 'present') && plan?.cause?.round !== round;
}

const ENDS = ['stop', 'finish'];

const isTurningPoint = ({ cause }: Commit) => ['resume', ...ENDS].includes(cause?.step ?? '');
