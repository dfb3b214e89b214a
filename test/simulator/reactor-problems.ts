import type { Commit } from '../../lib/core/context/commit.ts';
import { depthOf } from '../../lib/core/context/depth-of.ts';
import { ActRecord } from '../../lib/core/session/act-record.ts';
import { newsIn } from '../../lib/core/session/news.ts';
import type { Reaction } from '../../lib/core/session/post.ts';
import { branchesOf, type Reactor } from '../../lib/core/session/reactor.ts';
import { createReactors } from '../../lib/core/session/reactors.ts';
import { isFault } from '../../lib/core/shared/faults.ts';
import type { Cloud } from './cloud.ts';
import { CALL_USD, TENANT } from './parts.ts';
import type { Passing } from './witness.ts';

/** Milliseconds: a minute, less what may lie between being counted and being called. */
const MINUTE = 50_000;

/** One branch, as a reactor goes along it. */
interface Path {
  readonly reactor: Reactor;
  readonly branch: string;
  /** Its own commits that came since the reactor was asked for. */
  readonly commits: readonly Commit[];
  readonly acts: readonly Act[];
  readonly passings: readonly Passing[];
  /** Up to where the reactor says that it has dealt with everything. */
  readonly at: number;
}

interface Act {
  readonly commit: Commit;
  readonly from: number;
  readonly upTo: number;
}

/** Each watched commit was acted on once, or it was told why not; and no bound was passed. */
export async function reactorProblems(cloud: Cloud, context: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const paths of await pathsIn(cloud, context)) {
    const found = [
      ...paths.flatMap((path) => [
        ...twice(path),
        ...behind(path).map((version) => `version ${version} is not dealt with`),
        ...path.passings.flatMap((passing) => passedOver(path, passing, cloud.witness.told)),
        ...path.acts.flatMap((act) => tooDeep(path, act)),
      ]),
      ...tooDear(paths),
      ...tooOften(cloud, context, paths),
    ];
    problems.push(...found.map((one) => `the reactor ${paths[0]?.reactor.agent.id}: ${one}`));
  }
  return problems;
}

/** Whether there is news that a reactor of a context has not dealt with. */
export const isAnyBehind = async (cloud: Cloud, context: string): Promise<boolean> =>
  (await pathsIn(cloud, context)).some((paths) => paths.some((path) => behind(path).length > 0));

async function pathsIn(cloud: Cloud, context: string): Promise<readonly (readonly Path[])[]> {
  const { table, truth, witness } = cloud;
  const reactors = await createReactors({ table, log: truth }).of({ tenant: TENANT, context });
  const pathOf = async (reactor: Reactor, branch: string): Promise<Path> => {
    const way = witness.wayOf(reactor.id, `${context}/${branch}`);
    const all = await commitsOf(cloud, context, branch);
    const own = all.filter((commit) => commit.branch === branch);
    return {
      reactor,
      branch,
      commits: own.filter(({ version }) => version > (way?.start ?? 0)),
      acts: actsIn(reactor, branch, own),
      passings: way?.passings ?? [],
      at: way?.at ?? 0,
    };
  };
  return Promise.all(
    reactors.map((reactor) =>
      Promise.all(branchesOf(reactor).map((branch) => pathOf(reactor, branch))),
    ),
  );
}

async function commitsOf({ truth }: Cloud, context: string, branch: string) {
  try {
    return (await truth.history({ tenant: TENANT, context, branch })).commits;
  } catch (error) {
    if (isFault(error, 'branch.unknown')) return [];
    throw error;
  }
}

const actsIn = ({ id }: Reactor, branch: string, commits: readonly Commit[]): readonly Act[] =>
  commits
    .filter((commit) => commit.id.startsWith(`react/${id}/${branch}/`))
    .map((commit) => {
      const [record] = commit.operations;
      const body = record?.op === 'put' ? record.body : undefined;
      const { upTo } = ActRecord.parse(body);
      return { commit, from: Number(commit.id.split('/').at(-1)), upTo };
    });

const covers = ({ from, upTo }: Act, version: number) => from <= version && version <= upTo;

const isNews = ({ reactor, branch }: Path, commit: Commit): boolean =>
  newsIn(reactor, [commit], branch).items.length > 0;

const isTooDeep = ({ reactor, branch }: Path, commit: Commit): boolean =>
  newsIn(reactor, [commit], branch).tooDeep !== undefined;

const twice = ({ acts }: Path): readonly string[] =>
  acts
    .filter((act) => acts.some((other) => other !== act && covers(other, act.from)))
    .map(({ from }) => `version ${from} is acted on twice`);

const behind = (path: Path): readonly number[] =>
  path.commits
    .filter(({ version }) => version > path.at && !path.acts.some((act) => covers(act, version)))
    .filter((commit) => isNews(path, commit))
    .map(({ version }) => version);

/** News that its cursor was moved over without an act, and without a word about why. */
function passedOver(path: Path, passing: Passing, all: readonly Reaction[]): readonly string[] {
  const { reactor, branch, acts } = path;
  const told = all
    .slice(0, passing.told)
    .filter((one) => one.reactor === reactor.id && one.branch === branch);
  const isTold = (version: number, by: Reaction['by']) =>
    told.some((one) => one.kind === 'held' && one.by === by && one.version >= version);
  const isLeft = (version: number) =>
    told.some(
      (one) => one.kind === 'left' && passing.after < one.version && one.version <= version,
    );
  return path.commits
    .filter(({ version }) => passing.after < version && version <= passing.upTo)
    .filter((commit) =>
      isTooDeep(path, commit)
        ? !isTold(commit.version, 'depth')
        : isNews(path, commit) &&
          !acts.some((act) => covers(act, commit.version) && act.commit.version <= passing.head) &&
          !isTold(commit.version, 'money') &&
          !isLeft(commit.version),
    )
    .map(({ version }) => `version ${version} is passed over`);
}

/** It says that it goes back to more acts than its news, and to no more than it may. */
function tooDeep(path: Path, act: Act): readonly string[] {
  const { depth } = path.reactor.subscription.bounds;
  const most = Math.max(
    0,
    ...path.commits
      .filter((commit) => covers(act, commit.version) && isNews(path, commit))
      .map(depthOf),
  );
  const said = depthOf(act.commit);
  return most < depth && said > most && said <= depth
    ? []
    : [`the act at ${act.commit.version} says that it goes back to ${said} acts`];
}

/** The last call may pass the bound, and no other. */
function tooDear(paths: readonly Path[]): readonly string[] {
  const [path] = paths;
  const acts = paths.reduce((sum, { acts: all }) => sum + all.length, 0);
  const usd = path?.reactor.subscription.bounds.usd ?? 0;
  return acts > 0 && (acts - 1) * CALL_USD >= usd ? [`${acts} acts are more than ${usd} USD`] : [];
}

function tooOften({ witness }: Cloud, context: string, [path]: readonly Path[]): readonly string[] {
  const { agent, subscription } = path?.reactor ?? {};
  const most = subscription?.bounds.perMinute ?? 0;
  const times = witness.called
    .filter((one) => one.context === context && one.agent === agent?.id)
    .map(({ at }) => at);
  return times.some((at, index) => (times[index + most] ?? Number.POSITIVE_INFINITY) - at < MINUTE)
    ? [`it is called more than ${most} times in a minute`]
    : [];
}
