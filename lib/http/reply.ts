import type { Context } from 'hono';
import { isId } from '../core/context/address.ts';
import { toFault } from '../core/shared/faults.ts';
import { EVENT_STREAM } from './carried.ts';
import { eventStream } from './event-stream.ts';
import type { Env, HttpDeps } from './http-deps.ts';
import type { Call, Reply, ServerEvent } from './operation.ts';
import { type GuardedRoutes, operations } from './operations.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import type { Service } from './service.ts';
import { MAX_WAIT_SECONDS } from './wait.ts';

interface Request
  extends Pick<HttpDeps, 'canStream' | 'maxAnswerBytes' | 'ending' | 'about' | 'report'> {
  readonly service: Service;
  readonly http: Context<Env>;
}

/** Carries out a route's operation, and puts what came of it into an answer. */
export async function replyTo(
  name: keyof GuardedRoutes,
  input: object,
  { service, http, canStream, maxAnswerBytes, ending = never, about, report }: Request,
): Promise<Response> {
  const route: Route = routes[name];
  const gone = new AbortController();
  const call: Call = {
    service,
    request: http.req.raw,
    header: (header) => http.req.header(header),
    signal: canStream
      ? AbortSignal.any([gone.signal, http.req.raw.signal, ending])
      : patience(service),
    canStream,
    ...(maxAnswerBytes !== undefined && { maxAnswerBytes }),
    about,
    report: (error) => report(toFault(error), http.get('request')),
  };
  if ('context' in input && isId(String(input.context))) about({ context: String(input.context) });
  const work = operations[name] as (call: Call, input: object) => Promise<unknown>; // `input` is of its route
  const done = await work(call, input);
  if (done instanceof Response) return done;
  if (!route.streams) return documentOf(http, route, done as Reply<object>);
  const stream = eventStream(done as AsyncIterable<ServerEvent<unknown>>, {
    clock: service.clock,
    ...(maxAnswerBytes !== undefined && { maxBytes: inBase64(maxAnswerBytes) }),
    cancel: () => gone.abort(),
    report: call.report,
  });
  return http.body(stream, 200, { 'Content-Type': EVENT_STREAM });
}

/** A function hands a stream over as base64: of three bytes it makes four. */
const inBase64 = (bytes: number) => Math.floor((bytes * 3) / 4);

const documentOf = (
  http: Context<Env>,
  route: Route,
  { document, status, headers }: Reply<object>,
) => http.json(document, status ?? route.statuses?.[0] ?? 200, { ...headers });

const patience = ({ clock }: Service) => clock.timeout(MAX_WAIT_SECONDS * 1000);

const never = new AbortController().signal;
