import { type Context, type Handler, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Fault, toFault } from '../core/shared/faults.ts';
import { SCHEME, tokenIn } from './bearer.ts';
import { carried } from './carried.ts';
import type { Env, HttpDeps } from './http-deps.ts';
import { inputOf } from './input.ts';
import { headersOf, isOurs, statusOf, toProblem } from './problem.ts';
import { replyTo } from './reply.ts';
import { type RouteName, routes } from './routes.ts';

/** The whole HTTP surface. It knows no place: a Lambda and a local server hand it fetch's `Request`. */
export function createApp(deps: HttpDeps): Hono<Env> {
  const app = new Hono<Env>();
  app.use(async (http, next) => {
    http.set('request', deps.requestIdOf(http.env));
    requireHost(deps, http.req.header('Host') ?? '');
    await next();
    http.res.headers.set('X-Request-Id', http.get('request'));
    http.res.headers.set('Cache-Control', 'no-store');
    http.res.headers.set('X-Content-Type-Options', 'nosniff');
  });
  for (const name of Object.keys(routes) as RouteName[])
    app.on(routes[name].method, patternOf(routes[name].path), handlerOf(deps, name));
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

/** A page of somebody else's, whose name was made to lead here, is kept out: it cannot choose its `Host`. */
function requireHost({ isHost = () => true }: HttpDeps, host: string): void {
  if (!isHost(host)) throw new Fault('request.misdirected', { host: host.slice(0, 100) });
}

function handlerOf(deps: HttpDeps, name: RouteName): Handler<Env> {
  if (name === 'health') return (http) => http.json(deps.health);
  if (name === 'openApi')
    return async (http) => http.json((await import('./open-api.ts')).openApi(deps.health.version));
  return async (http) => {
    const token = tokenIn(http.req.header('Authorization'));
    const service = token === undefined ? undefined : await deps.open(token);
    if (!service) throw new Fault('request.unauthorised', { scheme: SCHEME });
    const input = await inputOf(routes[name], http.req);
    const reply = await replyTo(name, input, { ...deps, service, http });
    return deps.maxAnswerBytes === undefined ? reply : carried(reply, deps.maxAnswerBytes);
  };
}

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
