import { type Address, mainBranch } from '../../lib/core/context/address.ts';
import type { Commit, Position } from '../../lib/core/context/commit.ts';
import { holdsBody } from '../../lib/core/context/forgotten.ts';
import { verifyContext } from '../../lib/core/context/verify-context.ts';
import { createRuns } from '../../lib/core/session/runs.ts';
import type { Session } from '../../lib/core/session/session.ts';
import { createSessions } from '../../lib/core/session/sessions.ts';
import type { Cloud } from './cloud.ts';
import type { Ledger, Told } from './ledger.ts';
import { type Branch, mergeProblems } from './merge-problems.ts';
import { TENANT } from './parts.ts';
import { nameOf } from './place.ts';
import { reactorProblems } from './reactor-problems.ts';
import { runProblems } from './run-problems.ts';
import type { World } from './world.ts';

/** Looks at all that is left when everything is over, and complains of what must not be. */
export async function checkInvariants(world: World, cloud: Cloud, ledger: Ledger) {
  const shared = {
    table: cloud.table,
    clock: world.timeline,
    tenant: TENANT,
    redactor: world.redactor,
  };
  for await (const { run } of createRuns(shared).open()) world.complain(`${run} is never closed`);
  for (const session of await createSessions(shared).list()) {
    if (session.status === 'running') world.complain(`${session.id} is said to be running`);
    await checkContext(world, cloud, session, ledger);
  }
}

async function checkContext(
  world: World,
  cloud: Cloud,
  { id, anchor }: Pick<Session, 'id' | 'anchor'>,
  ledger: Ledger,
) {
  const main = mainBranch(TENANT, id);
  const branches = new Map<string, Branch>();
  for (const branch of await cloud.truth.branches.namesOf(main)) {
    const anchors = anchor && branch === main.branch ? [anchor] : [];
    const address = { ...main, branch };
    const now = await checkBranch(world, cloud, address, ledger, anchors);
    branches.set(branch, { now, once: now.map(cloud.witness.original) });
  }
  for (const problem of await reactorProblems(cloud, id)) world.complain(`${id}: ${problem}`);
  for (const [branch, told] of branches)
    for (const problem of mergeProblems(told, branches))
      world.complain(`${nameOf({ ...main, branch })}: ${problem}`);
}

async function checkBranch(
  world: World,
  cloud: Cloud,
  address: Address,
  { told, forgotten }: Ledger,
  anchors: readonly Position[],
): Promise<readonly Commit[]> {
  const name = nameOf(address);
  const said = told.filter((one) => nameOf(one) === name);
  const positions = [...anchors, ...said.flatMap(({ landed }) => landed ?? [])];
  const { ok, firstBad } = await verifyContext(cloud.truth, address, positions);
  if (!ok) world.complain(`${name} does not verify: ${JSON.stringify(firstBad)}`);
  const commits = await cloud.truth.after(address, 0);
  const own = commits.filter(({ branch }) => branch === address.branch);
  for (const problem of [
    ...commitProblems(commits, said),
    ...purgeProblems(commits, forgotten.get(address.context)),
    ...(address.branch === 'main' ? runProblems(commits) : []),
    ...busProblems(own, cloud.announced.get(name), cloud.heard.get(name)),
  ])
    world.complain(`${name}: ${problem}`);
  return commits;
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

/** Nothing is left of what was to be forgotten, wherever it stood and whoever died over it. */
const purgeProblems = (
  commits: readonly Commit[],
  forgotten: ReadonlySet<string> = new Set(),
): readonly string[] =>
  commits
    .filter((commit) => holdsBody(commit, forgotten))
    .map(({ version }) => `what is forgotten stands in version ${version}`);

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
