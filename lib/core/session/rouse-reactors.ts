import type { Address } from '../context/address.ts';
import { consume } from '../context/consume.ts';
import { type ContextCommitted, toContextCommitted } from '../context/context-committed.ts';
import type { ContextLog } from '../context/context-log.ts';
import type { Cursors } from '../context/cursor.ts';
import type { Announcer } from '../shared/bus.ts';
import { newsIn } from './news.ts';
import { backendTypeOf, branchesOf, type Reactor } from './reactor.ts';
import { consumerOf, type Reactors } from './reactors.ts';

export interface RouseDeps {
  readonly log: ContextLog;
  readonly reactors: Reactors;
  readonly cursorsOf: (consumer: string) => Cursors;
  readonly announcer: Announcer<ContextCommitted>;
}

/**
 * Announces the last of a branch's commits once more to the backends of those reactors that have not
 * dealt with all of its news: an event was lost, a bound of theirs made them wait, or they failed.
 */
export const rouseReactors =
  (deps: RouseDeps) =>
  async (address: Address): Promise<void> => {
    const late: string[] = [];
    for (const reactor of await deps.reactors.of(address))
      if (await hasNews(deps, reactor, address)) late.push(backendTypeOf(reactor));
    if (late.length === 0) return;
    const { version } = await deps.log.head(address);
    const last = await deps.log.at(address, version);
    const announced = toContextCommitted(address.tenant, last, [...new Set(late)]);
    await deps.announcer.publish([announced]);
  };

/** Looks, and leaves the cursor where it is. */
async function hasNews(deps: RouseDeps, reactor: Reactor, address: Address): Promise<boolean> {
  if (!branchesOf(reactor).includes(address.branch)) return false;
  let isNews = false;
  const cursors = deps.cursorsOf(consumerOf(reactor.id));
  await consume({ log: deps.log, cursors }, async (_, commits) => {
    isNews = newsIn(reactor, commits, address.branch).items.length > 0;
    return 'later';
  })(address);
  return isNews;
}
