import { type Context, type Handler, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RunOrder } from '../core/coordination/orders.ts';
import { Fault, toFault } from '../core/shared/faults.ts';
import { SCHEME, tokenIn } from './bearer.ts';
import type { Health } from './health.ts';
import { type Operation, operations } from './operations.ts';
import { headersOf, isOurs, statusOf, toProblem } from './problem.ts';
import { type RouteName, routes } from './routes.ts';
import type { Service } from './service.ts';

export interface HttpDeps {
  /** What a token opens: the parts of its tenant, and of nobody else's. Undefined: nothing. */
  readonly open: (token: string) => Promise<Service | undefined>;
  readonly health: Health;
  /** What the place calls a request, by what it hands over with it. */
  readonly requestIdOf: (env: unknown) => string;
  /** Told which run a request is about, as soon as that is known. */
  readonly about: (order: RunOrder) => void;
  /** Told of what is for the operator to mend, with the id of the request that it spoilt. */
  readonly report: (fault: Fault, request: string) => void;
}

type Env = { Variables: { request: string } };

/** The whole HTTP surface. It knows no place: a Lambda and a local server hand it fetch's `Request`. */
export function createApp(deps: HttpDeps): Hono<Env> {
  const app = new Hono<Env>();
  const handlers: Record<RouteName, Handler<Env>> = {
    health: (http) => http.json(deps.health),
    startRun: guarded(deps, operations.startRun),
    showRun: guarded(deps, operations.showRun),
    stopRun: guarded(deps, operations.stopRun),
  };

  app.use(async (http, next) => {
    http.set('request', deps.requestIdOf(http.env));
    await next();
    http.res.headers.set('X-Request-Id', http.get('request'));
    http.res.headers.set('Cache-Control', 'no-store');
    http.res.headers.set('X-Content-Type-Options', 'nosniff');
  });
  for (const name of Object.keys(routes) as RouteName[])
    app.on(routes[name].method, patternOf(routes[name].path), handlers[name]);
  for (const [path, methods] of methodsByPath())
    app.all(patternOf(path), ({ req: { method, path: asked } }) => {
      throw new Fault('request.wrongMethod', { method, path: asked, allowed: methods.join(', ') });
    });
  app.notFound((http) => {
    const { method, path } = http.req;
    return answer(deps, http, new Fault('request.unknownRoute', { method, path }));
  });
  app.onError((error, http) => answer(deps, http, toFault(error)));
  return app;
}

const guarded =
  ({ open, about, report }: HttpDeps, operation: Operation): Handler<Env> =>
  async (http) => {
    const token = tokenIn(http.req.header('Authorization'));
    const service = token === undefined ? undefined : await open(token);
    if (!service) throw new Fault('request.unauthorised', { scheme: SCHEME });
    const reportOf = (error: unknown) => report(toFault(error), http.get('request'));
    return operation({ service, http, about, report: reportOf });
  };

function answer({ report }: HttpDeps, http: Context<Env>, fault: Fault): Response {
  const request = http.get('request');
  if (isOurs(fault)) report(fault, request);
  const headers = { ...headersOf(fault), 'Content-Type': 'application/problem+json' };
  const status: ContentfulStatusCode = statusOf(fault);
  return http.body(JSON.stringify(toProblem(fault, request)), status, headers);
}

/** As Hono writes it: `/v1/runs/:id`. */
const patternOf = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');

const methodsByPath = () => {
  const all = Map.groupBy(Object.values(routes), ({ path }) => path);
  return [...all].map(([path, ofPath]) => [path, ofPath.map(({ method }) => method)] as const);
};
