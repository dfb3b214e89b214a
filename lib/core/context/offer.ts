import type { CommitOutcome } from './commit-outcome.ts';
import { contested } from './conflict.ts';
import type { SealedDraft } from './seal.ts';

/** A sealed draft that waits for its branch until it is answered, once. */
export interface Offer {
  readonly draft: SealedDraft;
  /** The version that its author had seen; undefined: the head, when its turn has come. */
  readonly base: number | undefined;
  /** Whether a person chose its id, who may come back with it. */
  readonly isNamed: boolean;
  readonly isOpen: () => boolean;
  /** Answers with what comes of some work, its fault included. */
  readonly answer: (work: () => CommitOutcome | Promise<CommitOutcome>) => void;
  readonly refuse: (fault: unknown) => void;
  readonly outcome: Promise<CommitOutcome>;
}

export function createOffer(offered: Pick<Offer, 'draft' | 'base' | 'isNamed'>): Offer {
  const { promise, resolve, reject } = Promise.withResolvers<CommitOutcome>();
  let isOpen = true;
  return {
    ...offered,
    isOpen: () => isOpen,
    answer: (work) => {
      isOpen = false;
      resolve(Promise.resolve().then(work));
    },
    refuse: (fault) => {
      isOpen = false;
      reject(fault);
    },
    outcome: promise,
  };
}

/** Of one batch. A process of others waits as long as it takes, and so does the event loop. */
const MAX_OFFERS = 64;
/** Of the bodies of one batch; what is larger goes alone. */
const MAX_BYTES = 1024 * 1024;

/** How many of those that wait can land one on top of the other, whichever of them land. */
export function together(waiting: readonly Offer[]): number {
  const taken: SealedDraft[] = [];
  let bytes = 0;
  for (const { draft } of waiting.slice(0, MAX_OFFERS)) {
    bytes += draft.bytes;
    if (taken.length > 0 && (bytes > MAX_BYTES || isAgainst(draft, taken))) break;
    taken.push(draft);
  }
  return taken.length;
}

const isAgainst = (draft: SealedDraft, others: readonly SealedDraft[]) =>
  others.some(({ id }) => id === draft.id) || contested(draft, others).length > 0;
