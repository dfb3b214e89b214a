/** Whose version of a conflicting item stands; `both`: ours, and theirs under a name of its own. */
export const mergePolicies = ['ours', 'theirs', 'both'] as const;
export type MergePolicy = (typeof mergePolicies)[number];
