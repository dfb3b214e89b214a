import { EventSourceParserStream } from 'eventsource-parser/stream';
import { type Fault, type FaultCode, toFault } from '../../core/shared/faults.ts';
import type { DocumentOf, InputOf, Route } from '../route.ts';
import { type Routes, routes } from '../routes.ts';
import { faultIn, strange } from './fault-in.ts';
import type { Remote } from './remote.ts';
import { fetched } from './send.ts';
import { toRequest } from './to-request.ts';

/** Milliseconds before a stream that broke off is asked for again: then twice as many, and so on. */
const FIRST_PAUSE_MS = 200;
const LAST_PAUSE_MS = 5_000;

/** Times in a row that nothing comes of that, before it is given up. */
const MAX_TRIES = 10;

/** What will be the same the next time. */
const REFUSALS: readonly FaultCode[] = [
  'remote.strange',
  'request.unauthorised',
  'context.unknown',
  'branch.unknown',
  'run.unknown',
];

type StreamName = {
  readonly [Name in keyof Routes]: Routes[Name] extends { readonly streams: true } ? Name : never;
}[keyof Routes];

export interface ClientEvent<Data> {
  readonly id: string;
  readonly data: Data;
}

/** How far a reader has come. */
interface Progress {
  last?: string;
  /** Connections in a row that nothing came of. */
  failures: number;
}

/**
 * The events of a route, gone on with behind the last one wherever it breaks off or closes. It ends
 * when it is aborted, and never by itself. Throws what the service refuses, and `remote.*`.
 */
export async function* eventsOf<Name extends StreamName>(
  remote: Remote,
  name: Name,
  input: InputOf<Routes[Name]>,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<ClientEvent<DocumentOf<Routes[Name]>>> {
  const progress: Progress = { failures: 0 };
  while (!signal.aborted) {
    const request = toRequest(remote, routes[name], input as object);
    const fault = yield* attempt(remote, routes[name], request, progress, signal);
    progress.failures = fault ? progress.failures + 1 : 0;
    if (fault && !signal.aborted) await recover(remote, fault, progress, signal);
  }
}

/** One connection; what ended it early, if anything did. */
async function* attempt<R extends Route>(
  remote: Remote,
  route: R,
  request: Request,
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<ClientEvent<DocumentOf<R>>, Fault | undefined> {
  if (progress.last !== undefined) request.headers.set('Last-Event-ID', progress.last);
  try {
    const response = await fetched(remote, request, signal);
    if (!response.ok) throw await faultIn(response, remote.url);
    for await (const { id = '', data } of framesOf(response)) {
      const document: unknown = JSON.parse(data);
      if (!route.answer.safeParse(document).success) throw strange(response, remote.url);
      progress.last = id;
      progress.failures = 0;
      yield { id, data: document as DocumentOf<R> };
    }
    return undefined;
  } catch (error) {
    return toFault(error);
  }
}

const framesOf = ({ body }: Response) =>
  body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()) ?? [];

/** Waits for a better moment, or throws what there is none for. */
async function recover(
  { clock }: Remote,
  fault: Fault,
  { last, failures }: Progress,
  signal: AbortSignal,
): Promise<void> {
  const isFirst = last === undefined && failures === 1;
  const isFinal = REFUSALS.includes(fault.code) || failures === MAX_TRIES;
  if (isFirst || isFinal) throw fault;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LAST_PAUSE_MS);
  await clock.pause(pauseMs, signal).catch(() => undefined);
}
