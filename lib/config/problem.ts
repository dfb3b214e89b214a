import type { Facts } from '../core/shared/faults.ts';

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

/** The facts of a fault that stands for all problems: the first, and how many more there are. */
export function factsOf([first, ...more]: readonly [
  Problem,
  ...Problem[],
]): Facts<'config.invalid'> {
  const others = more.length > 0 ? ` (${more.length} more)` : '';
  return {
    path: first.path,
    problem: `${first.message}${others}`,
    suggestion: toHint(first.suggestion),
  };
}

const toHint = (suggestion: string) =>
  suggestion && !suggestion.includes(' ') ? `Did you mean \`${suggestion}\`?` : suggestion;
