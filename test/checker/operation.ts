/** What a client asks of the log of one branch. */
export type Call = Commit | Read;

/** An offer of a draft whose label, its own alone, stands in what it writes. */
export interface Commit {
  readonly kind: 'commit';
  readonly label: string;
  /** Who may offer it again: a person who chose its id, or a machine by its cause. */
  readonly repeatable?: 'id' | 'cause';
  readonly writes: readonly string[];
  readonly expects: readonly string[] | '*';
  /** Undefined: it does not say, and means the head. */
  readonly base: number | undefined;
}

export type Read =
  | { readonly kind: 'history' }
  | { readonly kind: 'after'; readonly version: number }
  | { readonly kind: 'at'; readonly version: number }
  | { readonly kind: 'head' };

/** A commit as a reader sees it. */
export interface Entry {
  readonly version: number;
  readonly base: number;
  readonly label: string;
}

/** What the client is told. */
export type Answer =
  | {
      readonly kind: 'committed';
      readonly version: number;
      readonly base: number;
      readonly rebased: boolean;
      readonly repeated: boolean;
    }
  /** `head` is the version at which `items` stood in its way. */
  | { readonly kind: 'conflict'; readonly head: number; readonly items: readonly string[] }
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  | { readonly kind: 'head'; readonly version: number }
  | { readonly kind: 'unknown version' }
  /** A fault after which nothing is written. */
  | { readonly kind: 'refused'; readonly code: string }
  /** No answer, or a fault after which it may land all the same, then or at any later time. */
  | { readonly kind: 'lost' };

/** A call and its answer, as a stopwatch beside the client saw them. */
export interface Operation {
  readonly client: string;
  readonly call: Call;
  readonly from: number;
  /** `Infinity` for a lost answer: what was asked may still happen. */
  readonly until: number;
  readonly answer: Answer;
}
