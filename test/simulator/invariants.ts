import { mainBranch } from '../../lib/core/context/address.ts';
import type { Commit } from '../../lib/core/context/commit.ts';
import { verifyContext } from '../../lib/core/context/verify-context.ts';
import { readRun } from '../../lib/core/coordination/run-log.ts';
import { createRuns } from '../../lib/core/session/runs.ts';
import { createSessions } from '../../lib/core/session/sessions.ts';
import type { Cloud } from './cloud.ts';
import { TENANT } from './parts.ts';
import type { Told } from './people.ts';
import type { World } from './world.ts';

/** Looks at all that is left when everything is over, and complains of what must not be. */
export async function checkInvariants(world: World, cloud: Cloud, told: readonly Told[]) {
  const shared = { table: cloud.table, clock: world.timeline, tenant: TENANT };
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

/** Each run has ended, once for each time it was taken up, and nobody acted twice in a round. */
function runProblems(commits: readonly Commit[]): readonly string[] {
  const causes = commits.flatMap(({ cause }) => cause ?? []);
  const runs = new Set(causes.map(({ run }) => run));
  return [...runs].flatMap((run) => {
    const steps = causes.filter((cause) => cause.run === run);
    const count = (step: string) => steps.filter((cause) => cause.step === step).length;
    const { result, presentation, decisions } = readRun(commits, run);
    return [
      ...(result ? [] : [`${run} has no result`]),
      ...(count('finish') > 1 + count('resume') ? [`${run} has ended too often`] : []),
      ...(presentation && decisions.at(-1)?.kind !== 'present'
        ? [`${run} presents in mid-run`]
        : []),
    ];
  });
}

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
