import { type Address, commitsOf } from '../core/context/address.ts';
import { indexBranch } from '../core/session/index-branch.ts';
import type { LocalDeps } from './deps.ts';

/** Milliseconds that commits wait for more of them before they are indexed together. */
const WAIT_MS = 2_000;

/**
 * Indexes what is committed in this process, a while behind it, so that a search has less to do. A
 * process that ends sooner leaves it to whoever searches. Returns what ends it.
 */
export function indexBehind(deps: LocalDeps): () => void {
  const waiting = new Map<string, Address>();
  let timer: NodeJS.Timeout | undefined;

  const work = async () => {
    timer = undefined;
    const addresses = [...waiting.values()];
    waiting.clear();
    await deps.index.use(async (index) => {
      for (const address of addresses) await indexBranch(deps, index, address);
    });
  };

  const unsubscribe = deps.place.bus.subscribe(({ data: { tenant, context, branch } }) => {
    const address = { tenant, context, branch };
    waiting.set(commitsOf(address), address);
    timer ??= setTimeout(() => work().catch(() => undefined), WAIT_MS).unref();
  });

  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
