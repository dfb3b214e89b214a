/** One way in. A `{name}` in a path stands for one segment of it, as in API Gateway's routes. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** What opens it: a bearer token, or nothing. */
  readonly auth: 'token' | 'none';
  /** The function that serves it in the cloud, by its file in `functions/`. */
  readonly servedBy: 'api' | 'health';
}

/**
 * Every route there is: the app serves them, and the infrastructure makes them. What is none of them
 * belongs to `api` as well (`$default`), which says so in a problem document.
 */
export const routes = {
  health: { method: 'GET', path: '/v1/health', auth: 'none', servedBy: 'health' },
  startRun: { method: 'POST', path: '/v1/runs', auth: 'token', servedBy: 'api' },
  showRun: { method: 'GET', path: '/v1/runs/{id}', auth: 'token', servedBy: 'api' },
  stopRun: { method: 'DELETE', path: '/v1/runs/{id}', auth: 'token', servedBy: 'api' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
