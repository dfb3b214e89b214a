import type { PutOperation } from '../context/operation.ts';
import type { Author } from '../message/author.ts';

/** Something that was said, done or found in the midst of a call, as it is shared. */
export interface Deed {
  readonly author: Author;
  /** First what was said, then what there is beside it: long outputs, files that were changed. */
  readonly operations: readonly PutOperation[];
}

/** Where deeds go while a call lasts. */
export interface Sharer {
  /** The name under which they are shared. */
  readonly agent: string;
  /** How the names of their items begin; that of a message ends in its id. */
  readonly area: string;
  /** Takes what has come, each deed once, in order; it waits for nothing and throws nothing. */
  readonly take: (deeds: readonly Deed[]) => void;
}
