import { type Address, commitsOf } from '../core/context/address.ts';
import type { Reaction } from '../core/session/post.ts';
import { react } from '../core/session/react.ts';
import { toFault } from '../core/shared/faults.ts';
import type { LocalDeps } from './deps.ts';

/** Milliseconds before an agent that failed is called again, and how often that is done. */
const PAUSE_MS = 1_000;
const MAX_TRIES = 3;

/** Milliseconds after which a rate that was reached lets an agent be called again. */
const RATE_MS = 60_000;

export interface Reactions {
  /** Resolves when agents have acted on everything so far, and on what that led to. */
  readonly settled: () => Promise<void>;
  readonly end: () => void;
}

/** Lets agents act on what is committed in this process, behind it, one context after the other. */
export function reactBehind(deps: LocalDeps): Reactions {
  const ending = new AbortController();
  const { signal } = ending;
  const waiting = new Map<string, Address>();
  let work: Promise<void> | undefined;

  const wake = (address: Address) => {
    if (signal.aborted) return;
    waiting.set(commitsOf(address), address);
    work ??= Promise.resolve().then(follow);
  };

  const follow = async () => {
    for (const [name, address] of waiting) {
      waiting.delete(name);
      await reactTo(address);
    }
    work = undefined;
  };

  const reactTo = async (address: Address) => {
    const onReaction = (reaction: Reaction) => {
      warnOf(reaction, deps.warn);
      if (reaction.by === 'rate') setTimeout(wake, RATE_MS, address).unref();
    };
    const act = react({ ...deps, signal, onReaction });
    await patiently(deps, signal, () => act(address)).catch((error) => {
      if (!signal.aborted) deps.warn(`Agents did not react: ${toFault(error).message}`);
    });
  };

  const unsubscribe = deps.place.bus.subscribe(({ data: { tenant, context, branch } }) =>
    wake({ tenant, context, branch }),
  );

  return {
    settled: async () => {
      while (work) await work;
    },
    end: () => {
      unsubscribe();
      ending.abort(new Error('the process ends'));
    },
  };
}

/** As the bus does: what fails is tried again. Throws what it failed on last. */
async function patiently(
  { clock }: Pick<LocalDeps, 'clock'>,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  for (let left = MAX_TRIES - 1; left > 0; left -= 1)
    try {
      return await work();
    } catch {
      await clock.pause(PAUSE_MS, signal);
    }
  return work();
}

function warnOf({ kind, agent, by, fault }: Reaction, warn: LocalDeps['warn']): void {
  if (kind === 'held') warn(`${agent} does not react to news: the bound on its ${by} is reached.`);
  if (kind === 'left') warn(`${agent} does not react to news: ${fault?.message}`);
}
