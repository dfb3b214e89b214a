import { Fault, toFault } from '../../core/shared/faults.ts';
import type { DocumentOf, InputOf, Route } from '../route.ts';
import { type RouteName, type Routes, routes } from '../routes.ts';
import { faultIn, strange } from './fault-in.ts';
import type { Remote } from './remote.ts';
import { toRequest } from './to-request.ts';

/** Milliseconds that an answer may take. */
const PATIENCE_MS = 120_000;

/** Milliseconds before what may be sent again is: then twice as many, and so on. */
const FIRST_PAUSE_MS = 200;
const MAX_TRIES = 4;

/** A moment later it may be otherwise. */
const PASSING: readonly number[] = [429, 502, 503, 504];

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Done twice, it is done once: so it is sent again when no answer comes. Reads always are. */
  readonly isRepeatable?: boolean;
}

export type Send = <Name extends RouteName>(
  name: Name,
  input: InputOf<Routes[Name]>,
  options?: SendOptions,
) => Promise<DocumentOf<Routes[Name]>>;

/**
 * Takes a route of a service; a lost race is its document. Throws the faults that the same would
 * throw on this machine, and `remote.*`.
 */
export function createSend(remote: Remote): Send {
  const once = async (route: Route, input: object, { headers = {} }: SendOptions) => {
    const request = toRequest(remote, route, input);
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    return fetched(remote, request, remote.clock.timeout(PATIENCE_MS));
  };

  return async (name, input, options = {}) => {
    const route: Route = routes[name];
    const isRepeatable = route.method === 'GET' || options.isRepeatable === true;
    const response = await patiently(remote, isRepeatable, () =>
      once(route, input as object, options),
    );
    return (await documentIn(route, response, remote.url)) as DocumentOf<Routes[typeof name]>; // as its schema says
  };
}

/** Throws `remote.unreachable`. */
export async function fetched(
  { fetch, url }: Remote,
  request: Request,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(request, { signal });
  } catch (error) {
    throw new Fault('remote.unreachable', { url, detail: whyNot(error) }, { cause: error });
  }
}

/** What fetch says is only that it failed; the cause says how. */
function whyNot(error: unknown): string {
  const { cause, message } = error as Error;
  if (!(cause instanceof Error)) return message;
  return 'code' in cause ? String(cause.code) : cause.message;
}

async function patiently(
  { clock }: Remote,
  isRepeatable: boolean,
  work: () => Promise<Response>,
): Promise<Response> {
  let pauseMs = FIRST_PAUSE_MS;
  for (let left = isRepeatable ? MAX_TRIES - 1 : 0; left > 0; left -= 1) {
    const response = await work().catch(toFault);
    if (response instanceof Response && !PASSING.includes(response.status)) return response;
    await clock.pause(pauseMs);
    pauseMs *= 2;
  }
  return work();
}

const CONFLICT = 409;

async function documentIn(route: Route, response: Response, url: string): Promise<unknown> {
  const isDocument = /^application\/json\b/.test(response.headers.get('Content-Type') ?? '');
  if (!(response.ok || response.status === CONFLICT) || !isDocument)
    throw await faultIn(response, url);
  const document: unknown = await response.json().catch(() => undefined);
  if (route.answer.safeParse(document).success) return document;
  throw strange(response, url);
}
