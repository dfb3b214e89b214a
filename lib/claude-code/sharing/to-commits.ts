import type { Deed } from '../../core/agent/deed.ts';
import type { Growing } from './growing.ts';
import { ownCallsIn } from './own-calls.ts';
import { commitIdOf, itemOf, rangeOf, type Sharing, type Thread } from './thread.ts';
import { toDeed } from './to-deed.ts';
import { utterancesIn } from './utterances.ts';

/** What is to be committed of one thing that was said; the same lines make the same commit. */
export interface SharedCommit extends Deed {
  readonly id: string;
}

export interface Reading {
  /** Whether a range of lines has been shared, by whichever session. */
  readonly isShared: (range: string) => boolean;
  /** Nothing will be written any more: what stands at the end has ended. */
  readonly isOver?: boolean;
}

/** What a thread has said that is not shared yet, oldest first, a commit for each. */
export function toCommits(
  growing: Growing,
  thread: Thread,
  sharing: Sharing,
  { isShared, isOver = false }: Reading,
): readonly SharedCommit[] {
  const utterances = utterancesIn(growing, isOver);
  const fresh = utterances.filter((utterance) => !isShared(rangeOf(utterance)));
  if (fresh.length === 0) return [];
  const own = ownCallsIn(utterances);
  const isOwn = (call: string) => own.has(call);
  return fresh.flatMap((utterance) => {
    const item = itemOf(thread, utterance);
    const deed = toDeed(utterance, thread, sharing, { item, isOwn });
    return deed ? [{ id: commitIdOf(thread, utterance), ...deed }] : [];
  });
}
