import { beginning, type Commit, type Position } from './commit.ts';
import { forgetIn } from './forgotten.ts';
import { createItemVersions, type ItemVersions } from './item-versions.ts';
import type { State } from './state.ts';

/** All commits of a branch up to some moment, and what they amount to. */
export interface History {
  readonly commits: readonly Commit[];
  readonly state: State;
  /** UTF-8 bytes of all bodies. */
  readonly bytes: number;
  /** Shared by all histories of a branch that grew out of one another; the newest has all of it. */
  readonly versions: ItemVersions;
}

export const emptyHistory = (): History => upTo(0, createItemVersions());

/** A history and what landed behind it. What a purge in it forgets is forgotten of all that came before. */
export function extend(history: History, landed: readonly Commit[]): History {
  if (landed.length === 0) return history;
  const all = forgetIn(history.commits, landed);
  const { versions } = history;
  const isAhead = versions.commits.length > history.commits.length;
  if (all !== undefined || isAhead) return historyOf([...(all ?? history.commits), ...landed]);
  for (const commit of landed) versions.take(commit);
  return upTo(versions.commits.length, versions);
}

export function historyOf(commits: readonly Commit[]): History {
  const versions = createItemVersions();
  for (const commit of commits) versions.take(commit);
  return upTo(commits.length, versions);
}

function upTo(version: number, versions: ItemVersions): History {
  const state = versions.at(version);
  return { commits: versions.commits.slice(0, version), state, bytes: versions.bytes, versions };
}

export const headOf = ({ commits }: Pick<History, 'commits'>): Position =>
  commits.at(-1) ?? beginning;

/** What stood at an earlier version. */
export const stateAt = ({ versions, commits, state }: History, version: number): State =>
  version >= commits.length ? state : versions.at(version);
