import type { Operations } from './operation.ts';
import { contextOperations } from './operations/contexts.ts';
import { historyOperations } from './operations/history.ts';
import { mcpOperations } from './operations/mcp.ts';
import { runOperations } from './operations/runs.ts';
import { sessionOperations } from './operations/sessions.ts';
import { translationOperations } from './operations/translation.ts';
import type { Routes } from './routes.ts';

/** The routes that whoever has a token may take. */
export type GuardedRoutes = {
  readonly [Name in keyof Routes as Routes[Name]['auth'] extends 'token'
    ? Name
    : never]: Routes[Name];
};

/** What each of them does: one that is missing, or has no route, does not compile. */
export const operations: Operations<GuardedRoutes> = {
  ...runOperations,
  ...sessionOperations,
  ...contextOperations,
  ...historyOperations,
  ...translationOperations,
  ...mcpOperations,
};
