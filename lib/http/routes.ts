import type { Route } from './route.ts';
import { contextRoutes } from './routes/contexts.ts';
import { historyRoutes } from './routes/history.ts';
import { mcpRoutes } from './routes/mcp.ts';
import { runRoutes } from './routes/runs.ts';
import { serviceRoutes } from './routes/service.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { translationRoutes } from './routes/translation.ts';

/**
 * Every route there is: the app serves them, OpenAPI describes them, the client calls them, and the
 * infrastructure makes them. What is none of them belongs to `api` as well (`$default`), which says so
 * in a problem document.
 */
export const routes = {
  ...serviceRoutes,
  ...runRoutes,
  ...sessionRoutes,
  ...contextRoutes,
  ...historyRoutes,
  ...translationRoutes,
  ...mcpRoutes,
} as const satisfies Record<string, Route>;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
