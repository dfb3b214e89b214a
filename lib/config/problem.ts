/** One thing that is wrong with a configuration, or odd about it. */
export interface Problem {
  /** Where: `agents[0].backend.type`; empty for the whole. */
  readonly path: string;
  /** A sentence. */
  readonly message: string;
  /** The right word where there is one, else what to do; may be empty. */
  readonly suggestion: string;
}

/** What is to be said of a configuration. It is valid when it has no errors. */
export interface Verdict {
  readonly valid: boolean;
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}
