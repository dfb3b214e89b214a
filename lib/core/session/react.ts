import type { Address } from '../context/address.ts';
import type { Commit } from '../context/commit.ts';
import { consume, type Dealt } from '../context/consume.ts';
import type { ContextLog } from '../context/context-log.ts';
import type { Operation } from '../context/operation.ts';
import { type Fault, isFault, toFault } from '../shared/faults.ts';
import { type Act, act } from './act.ts';
import { type ActRecord, actNames } from './act-record.ts';
import { spentBy } from './bounds.ts';
import { type News, newsIn } from './news.ts';
import { fail, hold, type Post, type ReactDeps, release, take, tell } from './post.ts';
import { branchesOf, type Reactor } from './reactor.ts';
import { consumerOf } from './reactors.ts';

/** Longest time of one act. */
const ACT_MS = 5 * 60_000;

/**
 * Lets each reactor of a context act on what a branch has that is news to it: one model call for all
 * of it, and one commit, however often and by however many it is asked. A bound that holds news back
 * is told, and stands in the reactor's row. One that fails keeps no other waiting; then its fault is
 * thrown, until it has failed three times on the same news.
 */
export const react =
  (deps: ReactDeps, isMine: (reactor: Reactor) => boolean = () => true) =>
  async (address: Address): Promise<void> => {
    const problems: Fault[] = [];
    for (const reactor of await deps.reactors.of(address))
      if (branchesOf(reactor).includes(address.branch) && isMine(reactor))
        await followUp({ deps, reactor, address }).catch((error) => problems.push(toFault(error)));
    if (problems[0]) throw problems[0];
  };

/** A consumer for each reactor, until nothing is new: what came while it acted woke nobody else. */
async function followUp(post: Post): Promise<void> {
  const { deps, reactor, address } = post;
  const cursors = deps.cursorsOf(consumerOf(reactor.id));
  const wake = consume({ log: deps.log, cursors }, (_, commits) => deal(post, commits));
  while ((await wake(address)).length > 0);
}

async function deal(post: Post, commits: readonly Commit[]): Promise<Dealt> {
  const { reactor, address } = post;
  const { items, from, tooDeep } = newsIn(reactor, commits, address.branch);
  if (tooDeep !== undefined) await hold(post, 'depth', tooDeep);
  if (items.length === 0) return 'done';
  const inTheWay = await take(post, from, ACT_MS);
  if (inTheWay === 'gone') return 'done';
  if (inTheWay === 'rate') await hold(post, 'rate', from);
  if (inTheWay === 'busy') tell(post, { kind: 'busy', version: from });
  if (inTheWay !== undefined) return 'later';
  try {
    await release(post, await actOn(post, commits));
    return 'done';
  } catch (error) {
    return fail(post, from, toFault(error));
  }
}

/** What is news now that nobody else acts on it: another may just have done so, and more have come. */
async function stillNew({ deps, reactor, address }: Post, commits: readonly Commit[]) {
  const before = (commits[0]?.version ?? 1) - 1;
  return newsIn(reactor, await deps.log.after(address, before), address.branch);
}

/**
 * False: no model was called. Where another's act on less of it landed first, whose time was up, what
 * that one did not cover is news still.
 */
async function actOn(post: Post, commits: readonly Commit[]): Promise<boolean> {
  const news = await stillNew(post, commits);
  if (news.items.length === 0) return false;
  const { deps, reactor } = post;
  const { calls, usd } = spentBy(reactor, await everywhere(post));
  if (usd >= reactor.subscription.bounds.usd) {
    await hold(post, 'money', news.upTo);
    return false;
  }
  const done = await act(deps, reactor, news, calls, ACT_MS);
  if (!(await record(post, news, done))) {
    await actOn(post, commits);
    return true;
  }
  tell(post, { kind: done.said ? 'acted' : 'silent', version: news.upTo });
  return true;
}

/** The commits of all branches that a reactor follows. */
async function everywhere({ deps, reactor, address }: Post): Promise<readonly Commit[]> {
  const byId = new Map<string, Commit>();
  for (const branch of branchesOf(reactor))
    for (const commit of await commitsOn(deps.log, { ...address, branch }))
      byId.set(commit.id, commit);
  return [...byId.values()];
}

async function commitsOn(log: ContextLog, address: Address): Promise<readonly Commit[]> {
  try {
    return (await log.history(address)).commits;
  } catch (error) {
    if (isFault(error, 'branch.unknown')) return [];
    throw error;
  }
}

/** The first act on the same news to land is the one that stands; false: it was another's. */
async function record({ deps, reactor, address }: Post, news: News, { call, said }: Act) {
  const names = actNames(reactor, address.branch, news.from);
  const depth = news.depth + 1;
  const body: ActRecord = { upTo: news.upTo, depth, calls: [call] };
  const operations: Operation[] = [
    { op: 'put', item: names.record, kind: 'event', body: JSON.parse(JSON.stringify(body)) },
    ...(said ? [{ op: 'put' as const, item: names.said, ...said }] : []),
  ];
  const { id: agent } = reactor.agent;
  const author = { agent, backend: call.backend, model: call.model };
  const cause = { run: reactor.run, step: 'react', agent, depth };
  const draft = { id: names.commit, author, cause, operations };
  const outcome = await deps.log.commit(address, draft, news.upTo);
  return outcome.kind === 'conflict' || !outcome.repeated;
}
