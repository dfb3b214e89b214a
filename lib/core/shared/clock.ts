/** Time, as the domain knows it. Tests own theirs. */
export interface Clock {
  readonly now: () => Date;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it aborts first. */
  readonly pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A signal that aborts with a `TimeoutError` after `milliseconds`. */
  readonly timeout: (milliseconds: number) => AbortSignal;
}
