import { type Operations, outcome, replied } from '../operation.ts';
import type { historyRoutes } from '../routes/history.ts';

export const historyOperations: Operations<typeof historyRoutes> = {
  listBranches: ({ service }, { context }) => replied(service.contexts.branches(context)),

  branchContext: ({ service }, { context, name, ...options }) =>
    replied(service.contexts.branch(context, name, options)),

  mergeBranch: ({ service }, { context, from, ...options }) =>
    outcome(service.contexts.merge(context, from, options)),

  rollBackContext: ({ service }, { context, ...options }) =>
    outcome(service.contexts.rollback(context, options)),

  diffContext: ({ service }, { context, from, to, ...options }) =>
    replied(service.contexts.diff(context, from, to, options)),

  blameContext: ({ service }, { context, ...options }) =>
    replied(service.contexts.blame(context, options)),

  purgeItem: ({ service }, { context, item, ...options }) =>
    replied(service.contexts.purge(context, item, options)),
};
