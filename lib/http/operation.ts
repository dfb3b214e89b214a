import type { RunOrder } from '../core/coordination/orders.ts';
import type { AnswerOf, InputOf, Route, Status } from './route.ts';
import type { Service } from './service.ts';

/** Which run or session a request is about, as soon as that is known. */
export type About = Pick<RunOrder, 'context'> & Partial<Pick<RunOrder, 'run'>>;

export interface Call {
  readonly service: Service;
  readonly request: Request;
  readonly header: (name: string) => string | undefined;
  /** Aborts when nobody listens any more, or the place has waited long enough. */
  readonly signal: AbortSignal;
  /** Whether the place can hand over a stream while it goes on. */
  readonly canStream: boolean;
  /** Bytes of an answer that the place can carry; without it any number. */
  readonly maxAnswerBytes?: number;
  /** For whoever writes down what a request is about. */
  readonly about: (about: About) => void;
  /** For what goes wrong without any harm to whoever asked. */
  readonly report: (error: unknown) => void;
}

/** A document, and a status where it is another than its route's. */
export interface Reply<Document> {
  readonly document: Document;
  readonly status?: Status;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whoever comes back with its id is told what came behind it. */
export interface ServerEvent<Data> {
  readonly id: string;
  readonly data: Data;
}

type ReplyOf<R extends Route> = R extends { readonly relays: true }
  ? Response
  : R extends { readonly streams: true }
    ? AsyncIterable<ServerEvent<AnswerOf<R>>>
    : Reply<AnswerOf<R>>;

/** What a route does that asks for a token. It throws faults; the app answers with them. */
export type Operation<R extends Route> = (call: Call, input: InputOf<R>) => Promise<ReplyOf<R>>;

/** One for each of the routes. */
export type Operations<Some extends Readonly<Record<string, Route>>> = {
  readonly [Name in keyof Some]: Operation<Some[Name]>;
};

export const replied = async <Document>(document: Promise<Document>): Promise<Reply<Document>> => ({
  document: await document,
});

/** Losing a race is an outcome, and says so in the status as well. */
export async function outcome<Report extends { readonly kind: string }>(
  report: Promise<Report>,
): Promise<Reply<Report>> {
  const document = await report;
  return { document, status: document.kind === 'conflict' ? 409 : 200 };
}
