import * as z from 'zod';

/** An answer that is an error, in the form in which the other SDKs throw it. */
export class AnswerError extends Error {
  readonly status: number;
  /** The body. */
  readonly error: unknown;
  readonly headers: Headers;

  constructor(status: number, error: unknown, headers = new Headers()) {
    super(`The server answered with ${status}.`);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

/** The SDK's own, for an error in the midst of a stream: its message ends in the event's JSON. */
const StreamError = z.object({
  name: z.literal('ApiError'),
  status: z.number(),
  message: z.string(),
});

/** What the SDK throws while a stream is read, in forms that are known here. */
export function toAnswerError(error: unknown): unknown {
  const { success, data } = StreamError.safeParse(error);
  if (success) return new AnswerError(data.status, bodyIn(data.message));
  const isTorn = error instanceof Error && error.message.startsWith('Incomplete JSON segment');
  return isTorn ? new SyntaxError(error.message) : error;
}

function bodyIn(message: string): unknown {
  try {
    return JSON.parse(message.slice(message.indexOf('{')));
  } catch {
    return message;
  }
}
