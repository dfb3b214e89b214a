/** Chance, as the domain knows it. Tests own theirs. */
export interface Ids {
  /** A new id, unguessable, of `[a-z0-9_]`, at most 32 characters, that begins with `prefix_`. */
  readonly next: (prefix: string) => string;
  /** A number in [0, 1), for jitter. */
  readonly chance: () => number;
}
