import { beginning, type Commit, type Position } from './commit.ts';
import { emptyState, fold, type State } from './state.ts';

/** All commits of a branch up to some moment, and what they amount to. */
export interface History {
  readonly commits: readonly Commit[];
  readonly state: State;
}

export const emptyHistory: History = { commits: [], state: emptyState };

export const extend = (history: History, landed: readonly Commit[]): History =>
  landed.length === 0
    ? history
    : { commits: [...history.commits, ...landed], state: fold(history.state, landed) };

export const headOf = ({ commits }: Pick<History, 'commits'>): Position =>
  commits.at(-1) ?? beginning;

/** What stood at an earlier version. */
export const stateAt = ({ commits, state }: History, version: number): State =>
  version >= commits.length ? state : fold(emptyState, commits.slice(0, version));
