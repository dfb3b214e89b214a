import type { Address } from '../context/address.ts';
import type { Commit } from '../context/commit.ts';
import { type ConsumerDeps, consume } from '../context/consume.ts';
import { type ContextCommitted, toContextCommitted } from '../context/context-committed.ts';
import type { Announcer } from '../shared/bus.ts';
import { newsIn } from './news.ts';
import { backendTypeOf, type Reactor } from './reactor.ts';
import type { Reactors } from './reactors.ts';
import { type StartDeps, startRequested } from './start-requested.ts';
import type { Touched } from './touched.ts';

export interface PublishDeps extends StartDeps, ConsumerDeps {
  readonly reactors: Reactors;
  readonly touched: Touched;
  readonly announcer: Announcer<ContextCommitted>;
}

/**
 * The consumer that announces what a branch has got, in order, and starts the runs that are asked for
 * in it. Throws `bus.unavailable` and `run.notStarted`; then it is to be called again.
 */
export const publishCommits = (
  deps: PublishDeps,
): ((address: Address) => Promise<readonly Commit[]>) =>
  consume(deps, async (address, commits) => {
    await deps.touched.mark(address.context);
    await startRequested(deps, address, commits);
    const reactors = await deps.reactors.of(address);
    await deps.announcer.publish(
      commits.map((commit) =>
        toContextCommitted(address.tenant, commit, backendsFor(reactors, commit)),
      ),
    );
    return 'done';
  });

/** The types of backends whose agents have to act on a commit, or to say why they do not. */
const backendsFor = (reactors: readonly Reactor[], commit: Commit): readonly string[] => [
  ...new Set(reactors.filter((reactor) => isConcerned(reactor, commit)).map(backendTypeOf)),
];

function isConcerned(reactor: Reactor, commit: Commit): boolean {
  const { items, tooDeep } = newsIn(reactor, [commit], commit.branch);
  return items.length > 0 || tooDeep !== undefined;
}
