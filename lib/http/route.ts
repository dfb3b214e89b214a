import type * as z from 'zod';

/** 409: somebody else's change stands in the way, and the document says which. */
export type Status = 200 | 201 | 202 | 409;

/** One way in. A `{name}` in a path stands for one segment of it, as in API Gateway's routes. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: `/${string}`;
  /** What opens it: a bearer token, or nothing. */
  readonly auth: 'token' | 'none';
  /** The function that serves it in the cloud, by its file in `functions/`. */
  readonly servedBy: 'api' | 'health';
  /** What it does, in a sentence. */
  readonly says: string;
  /** What may stand behind the `?`: text on the wire, and what it is parsed to. */
  readonly query?: z.ZodObject;
  readonly headers?: readonly string[];
  readonly body?: z.ZodObject;
  /** Bytes of the body, at most; without it: a mebibyte. */
  readonly maxBytes?: number;
  /** The document that it answers with; of a stream, the data of each event. */
  readonly answer: z.ZodType;
  /** The first unless the operation says another; without it: 200. */
  readonly statuses?: readonly Status[];
  /** Speaks a protocol of its own, which reads the body and makes the answer. */
  readonly relays?: true;
  /** Answers with server-sent events. */
  readonly streams?: true;
}

export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [N in Name]: string } & ParamsOf<Rest>
  : unknown;

type OutputOf<Schema> = Schema extends z.ZodType ? DeepReadonly<z.output<Schema>> : unknown;

/** All that a request says, path, query and body in one; no two of them have a name in common. */
export type InputOf<R extends Route> = ParamsOf<R['path']> &
  OutputOf<R['query']> &
  OutputOf<R['body']>;

/** What it answers with, as it is read. */
export type DocumentOf<R extends Route> = z.output<R['answer']>;

/** The same for whoever writes it. */
export type AnswerOf<R extends Route> = DeepReadonly<DocumentOf<R>>;

export type DeepReadonly<T> = T extends readonly (infer Entry)[]
  ? readonly DeepReadonly<Entry>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
