import { type Address, mainBranch } from '../core/context/address.ts';
import { eventsOf, type RunEvent } from '../core/session/run-event.ts';
import type { LocalDeps } from './deps.ts';

export type EventListener = (event: RunEvent) => void;

/**
 * Tells a listener what happens in a run: what was committed as the log has it, in its order, and
 * pieces of replies as they come. `flush` tells what is still to be told and ends it.
 */
export function announceEvents(
  deps: LocalDeps,
  { run, context }: { readonly run: string; readonly context: string },
  after: number,
  listener: EventListener,
) {
  const address: Address = mainBranch(deps.tenant, context);
  let told = after;
  let work: Promise<void> = Promise.resolve();

  const catchUp = async () => {
    const { commits } = await deps.log.history(address);
    for (const commit of commits.slice(told)) eventsOf(commit, run).forEach(listener);
    told = Math.max(told, commits.length);
  };
  const unsubscribe = deps.place.bus.subscribe(({ data }) => {
    if (data.context !== context) return;
    work = work.then(catchUp);
    work.catch(() => undefined);
  });
  const onDelta: Parameters<typeof deps.deltas.add>[0] = (of, agent, delta) => {
    const at = deps.clock.now().toISOString();
    if (of === run) listener({ type: 'agent.delta', at, run, session: context, agent, delta });
  };
  deps.deltas.add(onDelta);

  return {
    flush: async () => {
      unsubscribe();
      deps.deltas.delete(onDelta);
      await work;
      await catchUp();
    },
  };
}
