import type { Address } from '../context/address.ts';
import type { Commit } from '../context/commit.ts';
import { consume, type Dealt } from '../context/consume.ts';
import type { ContextLog } from '../context/context-log.ts';
import type { Cursors } from '../context/cursor.ts';
import type { Operation } from '../context/operation.ts';
import { type Fault, isFault, toFault } from '../shared/faults.ts';
import { type Act, type ActDeps, act } from './act.ts';
import { type ActRecord, actNames } from './act-record.ts';
import { calledLately, obstacle, spentBy } from './bounds.ts';
import { type News, newsIn } from './news.ts';
import { type Bound, branchesOf, type Reactor, type Standing } from './reactor.ts';
import { consumerOf, type Reactors } from './reactors.ts';

/** Longest time of one act. */
const ACT_MS = 5 * 60_000;
/** After an act's time, before somebody else may take it over. */
const GRACE_MS = 30_000;
/** Failures on the same news after which it is left alone: as often as the bus calls again. */
const MAX_TRIES = 3;

export interface ReactDeps extends ActDeps {
  readonly log: ContextLog;
  readonly reactors: Reactors;
  readonly cursorsOf: (consumer: string) => Cursors;
  /** Told of every act, and of everything that a bound, a failure or another process held back. */
  readonly onReaction: (reaction: Reaction) => void;
}

export interface Reaction {
  readonly kind: 'acted' | 'silent' | 'held' | 'busy' | 'failed' | 'left';
  readonly reactor: string;
  readonly agent: string;
  readonly branch: string;
  readonly version: number;
  readonly by?: Bound;
  readonly fault?: Fault;
}

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
        await followUp(deps, reactor, address).catch((error) => problems.push(toFault(error)));
    if (problems[0]) throw problems[0];
  };

/** A consumer for each reactor, until nothing is new: what came while it acted woke nobody else. */
async function followUp(deps: ReactDeps, reactor: Reactor, address: Address): Promise<void> {
  const cursors = deps.cursorsOf(consumerOf(reactor.id));
  const wake = consume({ log: deps.log, cursors }, (_, commits) =>
    deal({ deps, reactor, address }, commits),
  );
  while ((await wake(address)).length > 0);
}

interface Post {
  readonly deps: ReactDeps;
  readonly reactor: Reactor;
  readonly address: Address;
}

async function deal(post: Post, commits: readonly Commit[]): Promise<Dealt> {
  const { deps, reactor, address } = post;
  const { items, from, tooDeep } = newsIn(reactor, commits, address.branch);
  if (tooDeep !== undefined) await hold(post, 'depth', tooDeep);
  if (items.length === 0) return 'done';
  const taken = await take(post, from);
  if (taken === 'gone') return 'done';
  if (taken === 'rate') await hold(post, 'rate', from);
  if (taken === 'busy') tell(post, { kind: 'busy', version: from });
  if (taken !== undefined) return 'later';
  const before = (commits[0]?.version ?? 1) - 1;
  try {
    const news = newsIn(reactor, await deps.log.after(address, before), address.branch);
    const wasCalled = news.items.length > 0 && (await actOn(post, news));
    await release(post, (standing) => ({
      ...standing,
      trouble: null,
      called: wasCalled ? standing.called : standing.called.slice(0, -1),
    }));
    return 'done';
  } catch (error) {
    return failed(post, from, toFault(error));
  }
}

/** Makes the news a reactor's own, so that nobody else calls its model on it; or says what is in the way. */
async function take({ deps, reactor, address }: Post, from: number) {
  const now = deps.clock.now();
  let inTheWay: ReturnType<typeof obstacle>;
  const until = new Date(now.getTime() + ACT_MS + GRACE_MS).toISOString();
  const isTaken = await deps.reactors.update(address, reactor.id, (standing) => {
    inTheWay = obstacle(reactor, standing, now);
    if (inTheWay) return undefined;
    return {
      ...standing,
      acting: { branch: address.branch, version: from, until },
      called: [...calledLately(standing, now), now.toISOString()],
    };
  });
  return isTaken ? undefined : (inTheWay ?? 'gone');
}

/** False: there is no money left for a call. */
async function actOn(post: Post, news: News): Promise<boolean> {
  const { deps, reactor, address } = post;
  const { calls, usd } = spentBy(reactor, await everywhere(deps.log, reactor, address));
  if (usd >= reactor.subscription.bounds.usd) {
    await hold(post, 'money', news.upTo);
    return false;
  }
  const done = await act(deps, reactor, news, calls, ACT_MS);
  await record(post, news, done);
  tell(post, { kind: done.said ? 'acted' : 'silent', version: news.upTo });
  return true;
}

async function everywhere(log: ContextLog, reactor: Reactor, address: Address) {
  const byId = new Map<string, Commit>();
  for (const branch of branchesOf(reactor))
    for (const commit of await commitsOn(log, { ...address, branch })) byId.set(commit.id, commit);
  return [...byId.values()];
}

const commitsOn = (log: ContextLog, address: Address) =>
  log.history(address).then(
    ({ commits }) => commits,
    (error) => {
      if (isFault(error, 'branch.unknown')) return [];
      throw error;
    },
  );

/** The first act on the same news to land is the one that stands. */
async function record({ deps, reactor, address }: Post, news: News, { call, said }: Act) {
  const names = actNames(reactor, address.branch, news.from);
  const depth = news.depth + 1;
  const body: ActRecord = { upTo: news.upTo, depth, calls: [call] };
  const operations: Operation[] = [
    { op: 'put', item: names.record, kind: 'event', body: JSON.parse(JSON.stringify(body)) },
    ...(said ? [{ op: 'put' as const, item: names.said, ...said }] : []),
  ];
  const { id: agent } = reactor.agent;
  await deps.log.commit(
    address,
    {
      id: names.commit,
      author: { agent, backend: call.backend, model: call.model },
      cause: { run: reactor.run, step: 'react', agent, depth },
      operations,
    },
    news.upTo,
  );
}

async function failed(post: Post, from: number, fault: Fault): Promise<Dealt> {
  const { deps, address } = post;
  const isOver = deps.signal?.aborted === true;
  const { code, message } = fault;
  const at = deps.clock.now().toISOString();
  let tries = 0;
  await release(post, ({ trouble, ...standing }) => {
    const isSame = trouble?.version === from && trouble.branch === address.branch;
    tries = (isSame ? trouble.tries : 0) + 1;
    const place = { branch: address.branch, version: from };
    return {
      ...standing,
      trouble: isOver ? trouble : { ...place, tries, fault: { code, message }, at },
    };
  });
  const isLeft = !isOver && tries >= MAX_TRIES;
  tell(post, { kind: isLeft ? 'left' : 'failed', version: from, fault });
  if (isLeft) return 'done';
  throw fault;
}

const release = ({ deps, reactor, address }: Post, change: (standing: Standing) => Standing) =>
  deps.reactors.update(address, reactor.id, (standing) => ({ ...change(standing), acting: null }));

async function hold(post: Post, by: Bound, version: number): Promise<void> {
  const { deps, reactor, address } = post;
  const held = { by, version, branch: address.branch, at: deps.clock.now().toISOString() };
  await deps.reactors.update(address, reactor.id, (standing) => ({ ...standing, held }));
  tell(post, { kind: 'held', version, by });
}

const tell = (
  { deps, reactor, address }: Post,
  more: Omit<Reaction, 'reactor' | 'agent' | 'branch'>,
) => {
  const { id, agent } = reactor;
  deps.onReaction({ reactor: id, agent: agent.id, branch: address.branch, ...more });
};
