import * as z from 'zod';
import { mergePolicies } from '../../core/context/merge-policy.ts';
import { Blame, Branches, Diff, HistoryReport, Purged } from '../documents/history.ts';
import { atQuery, branchQuery, namedVersion } from '../query.ts';
import type { Route } from '../route.ts';

const ofContext = { auth: 'token', servedBy: 'api' } as const;

/** What git does for files. */
export const historyRoutes = {
  listBranches: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/branches',
    says: 'Lists the branches, and where each left another.',
    answer: Branches,
  },
  branchContext: {
    ...ofContext,
    method: 'POST',
    path: '/v1/contexts/{context}/branches',
    says: 'Lets a branch leave another behind a version, the head unless said.',
    query: branchQuery,
    body: z.strictObject({ name: z.string(), from: namedVersion.exactOptional() }),
    answer: HistoryReport,
  },
  mergeBranch: {
    ...ofContext,
    method: 'POST',
    path: '/v1/contexts/{context}/merges',
    says: 'Merges a branch into another, `main` unless said.',
    body: z.strictObject({
      from: z.string(),
      into: z.string().exactOptional(),
      policy: z.enum(mergePolicies).exactOptional(),
    }),
    answer: HistoryReport,
    statuses: [200, 409],
  },
  rollBackContext: {
    ...ofContext,
    method: 'POST',
    path: '/v1/contexts/{context}/rollbacks',
    says: 'Restores an earlier state, by a commit.',
    query: branchQuery,
    body: z.strictObject({ to: namedVersion }),
    answer: HistoryReport,
    statuses: [200, 409],
  },
  diffContext: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/diff',
    says: 'What one version has of another; each a number, or BRANCH@NUMBER.',
    query: branchQuery.extend({ from: namedVersion, to: namedVersion }),
    answer: Diff,
  },
  blameContext: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/blame',
    says: 'Who wrote each item last.',
    query: atQuery,
    answer: Blame,
  },
  purgeItem: {
    ...ofContext,
    method: 'POST',
    path: '/v1/contexts/{context}/purges',
    says: 'Forgets every body that an item ever had; the chain still verifies.',
    query: branchQuery,
    body: z.strictObject({ item: z.string() }),
    answer: Purged,
  },
} as const satisfies Record<string, Route>;
