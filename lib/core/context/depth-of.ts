import type { Commit } from './commit.ts';

/** How many acts on news a commit goes back to; what a merge took in is no newer for it. */
export const depthOf = ({ cause, merged }: Commit): number => cause?.depth ?? merged?.depth ?? 0;
