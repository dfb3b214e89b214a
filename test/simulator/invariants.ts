import { mainBranch } from '../../lib/core/context/address.ts';
import type { Commit } from '../../lib/core/context/commit.ts';
import { verifyContext } from '../../lib/core/context/verify-context.ts';
import { readRun } from '../../lib/core/coordination/run-log.ts';
import { createRuns } from '../../lib/core/session/runs.ts';
import { createSessions } from '../../lib/core/session/sessions.ts';
import { redactor } from '../support/memory-log.ts';
import type { Cloud } from './cloud.ts';
import { TENANT } from './parts.ts';
import type { Told } from './people.ts';
import type { World } from './world.ts';

/** Looks at all that is left when everything is over, and complains of what must not be. */
export async function checkInvariants(world: World, cloud: Cloud, told: readonly Told[]) {
  const shared = { table: cloud.table, clock: world.timeline, tenant: TENANT, redactor };
  for await (const { run } of createRuns(shared).open()) world.complain(`${run} is never closed`);
  for (const { id, anchor, status } of await createSessions(shared).list()) {
    const said = told.filter(({ session }) => session === id);
    const positions = said.flatMap(({ landed }) => landed ?? []);
    const anchors = anchor ? [...positions, anchor] : positions;
    const verdict = await verifyContext(cloud.truth, mainBranch(TENANT, id), anchors);
    if (!verdict.ok) world.complain(`${id} does not verify: ${JSON.stringify(verdict.firstBad)}`);
    if (status === 'running') world.complain(`${id} is said to be running`);
    const commits = await cloud.truth.after(mainBranch(TENANT, id), 0);
    for (const problem of [
      ...commitProblems(commits, said),
      ...runProblems(commits),
      ...busProblems(commits, cloud.announced.get(id), cloud.heard.get(id)),
    ])
      world.complain(`${id}: ${problem}`);
  }
}

/** None lost, none doubled, none that its writer was told is not there. */
function commitProblems(commits: readonly Commit[], told: readonly Told[]): readonly string[] {
  const times = Map.groupBy(commits, ({ id }) => id);
  const doubled = [...times]
    .filter(([, all]) => all.length > 1)
    .map(([id]) => `${id} landed twice`);
  const untrue = told.flatMap(({ label, landed }) => {
    const at = times.get(label)?.[0]?.version;
    return at === landed?.version
      ? []
      : [`${label} is at ${at}, its writer was told ${landed?.version}`];
  });
  return [...doubled, ...untrue];
}

/** Each run has ended, and everything in it was done once and in its time. */
function runProblems(commits: readonly Commit[]): readonly string[] {
  const ours = commits.filter(({ cause }) => cause);
  const runs = Map.groupBy(ours, ({ cause }) => cause?.run ?? '');
  return [...runs].flatMap(([run, steps]) => [
    ...(readRun(steps, run).result ? [] : [`${run} has no result`]),
    ...untimely(steps).map((problem) => `${run}: ${problem}`),
  ]);
}

/** Steps of a run that came when they could not: a turn behind its round, anything behind the end. */
function untimely(steps: readonly Commit[]): readonly string[] {
  const names = steps.map(nameOf);
  return steps.flatMap(({ version }, place) => {
    const before = steps.slice(0, place);
    return [
      ...(isLate(steps[place], before) ? [`${names[place]} comes too late, at ${version}`] : []),
      ...(names.indexOf(names[place] ?? '') < place ? [`${names[place]} is done twice`] : []),
    ];
  });
}

const nameOf = ({ cause }: Commit) => [cause?.step, cause?.round, cause?.agent].join(' ');

function isLate(commit: Commit | undefined, before: readonly Commit[]): boolean {
  const { step = '', round } = commit?.cause ?? {};
  const isOver = ENDS.includes(before.findLast(isTurningPoint)?.cause?.step ?? '');
  if (isOver) return step !== 'resume' && step !== 'finish';
  const plan = before.findLast(({ cause }) => cause?.step === 'plan');
  return (step === 'turn' || step === 'present') && plan?.cause?.round !== round;
}

const ENDS = ['stop', 'finish'];

const isTurningPoint = ({ cause }: Commit) => ['resume', ...ENDS].includes(cause?.step ?? '');

/** Whoever listens has been led to everything. */
function busProblems(
  commits: readonly Commit[],
  announced: ReadonlySet<number> = new Set(),
  heard: ReadonlyMap<number, Commit> = new Map(),
): readonly string[] {
  return commits.flatMap(({ version, hash }) => [
    ...(announced.has(version) ? [] : [`version ${version} was never announced`]),
    ...(heard.get(version)?.hash === hash ? [] : [`a listener has another version ${version}`]),
  ]);
}
