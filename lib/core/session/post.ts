import type { Address } from '../context/address.ts';
import type { Dealt } from '../context/consume.ts';
import type { ContextLog } from '../context/context-log.ts';
import type { Cursors } from '../context/cursor.ts';
import type { Fault } from '../shared/faults.ts';
import type { ActDeps } from './act.ts';
import { calledLately, obstacle } from './bounds.ts';
import type { Bound, Reactor, Standing } from './reactor.ts';
import type { Reactors } from './reactors.ts';

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

/** A reactor at one branch; how it stands is in its row, for all processes. */
export interface Post {
  readonly deps: ReactDeps;
  readonly reactor: Reactor;
  readonly address: Address;
}

/**
 * Makes the news from a version on a reactor's own for so long, so that nobody else calls its model on
 * it; or says what is in the way.
 */
export async function take({ deps, reactor, address }: Post, version: number, forMs: number) {
  const now = deps.clock.now();
  let inTheWay: ReturnType<typeof obstacle>;
  const until = new Date(now.getTime() + forMs + GRACE_MS).toISOString();
  const isTaken = await deps.reactors.update(address, reactor.id, (standing) => {
    inTheWay = obstacle(reactor, standing, now);
    if (inTheWay) return undefined;
    return {
      ...standing,
      acting: { branch: address.branch, version, until },
      called: [...calledLately(standing, now), now.toISOString()],
    };
  });
  return isTaken ? undefined : (inTheWay ?? 'gone');
}

/** What was taken is dealt with; a model that was not called after all does not count. */
export const release = (post: Post, wasCalled: boolean): Promise<boolean> =>
  letGo(post, (standing) => ({
    ...standing,
    trouble: null,
    called: wasCalled ? standing.called : standing.called.slice(0, -1),
  }));

/** What was taken could not be dealt with: the fault is thrown on, until there were enough tries. */
export async function fail(post: Post, version: number, fault: Fault): Promise<Dealt> {
  const { deps, address } = post;
  const isCutShort = deps.signal?.aborted === true;
  const { code, message } = fault;
  const at = deps.clock.now().toISOString();
  const place = { branch: address.branch, version };
  let tries = 0;
  await letGo(post, ({ trouble, ...standing }) => {
    const isSame = trouble?.version === version && trouble.branch === address.branch;
    tries = (isSame ? trouble.tries : 0) + 1;
    const more = { ...place, tries, fault: { code, message }, at };
    return { ...standing, trouble: isCutShort ? trouble : more };
  });
  const isLeft = !isCutShort && tries >= MAX_TRIES;
  tell(post, { kind: isLeft ? 'left' : 'failed', version, fault });
  if (isLeft) return 'done';
  throw fault;
}

const letGo = ({ deps, reactor, address }: Post, change: (standing: Standing) => Standing) =>
  deps.reactors.update(address, reactor.id, (standing) => ({ ...change(standing), acting: null }));

/** Says, here and in the row, that a bound holds news back. */
export async function hold(post: Post, by: Bound, version: number): Promise<void> {
  const { deps, reactor, address } = post;
  const held = { by, version, branch: address.branch, at: deps.clock.now().toISOString() };
  await deps.reactors.update(address, reactor.id, (standing) => ({ ...standing, held }));
  tell(post, { kind: 'held', version, by });
}

export function tell(post: Post, more: Omit<Reaction, 'reactor' | 'agent' | 'branch'>): void {
  const { id, agent } = post.reactor;
  post.deps.onReaction({ reactor: id, agent: agent.id, branch: post.address.branch, ...more });
}
