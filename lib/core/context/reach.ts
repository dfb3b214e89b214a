import type { Commit } from './commit.ts';
import type { Place } from './operation.ts';

/** How far a history has seen each branch: up to these versions, its own and through merges. */
export type Reach = ReadonlyMap<string, number>;

export function reachOf(commits: readonly Commit[]): Reach {
  const reach = new Map<string, number>();
  for (const { branch, version, merged } of commits) {
    see(reach, branch, version);
    for (const [other, seen] of Object.entries(merged?.reach ?? {})) see(reach, other, seen);
  }
  return reach;
}

export const hasSeen = (reach: Reach, { branch, version }: Place): boolean =>
  version <= (reach.get(branch) ?? 0);

function see(reach: Map<string, number>, branch: string, version: number) {
  reach.set(branch, Math.max(version, reach.get(branch) ?? 0));
}
