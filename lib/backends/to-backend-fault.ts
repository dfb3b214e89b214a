import * as z from 'zod';
import { Fault, toFault } from '../core/shared/faults.ts';
import { toDetail } from './detail.ts';
import { faultIn } from './fault-rules.ts';
import { type Problem, toProblem } from './problem.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** Who was called, and how far it had come. */
export interface CallContext {
  readonly backend: string;
  readonly key: string;
  readonly now: Date;
  /** Pieces of the reply had come already. */
  readonly begun: boolean;
}

/** What the makers' SDKs throw for an answer that is an error; one in a stream has no status. */
const AnswerError = z.object({
  status: z.number().optional(),
  error: z.unknown().optional(),
  headers: z.instanceof(Headers).optional(),
});

/**
 * The one place where what an SDK, the network or a server says becomes a fault. The error itself
 * is not kept: it may hold the key.
 */
export function toBackendFault(error: unknown, context: CallContext): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof SyntaxError || error instanceof z.ZodError)
    return garbled(error instanceof z.ZodError ? z.prettifyError(error) : error.message, context);
  const answer = AnswerError.safeParse(error);
  if (answer.success && answer.data.error !== undefined)
    return answerFault(
      toProblem(answer.data.error, answer.data.status),
      context,
      answer.data.headers,
    );
  return networkFault(error, context) ?? toFault(error);
}

/** An answer that is an error. One in the midst of a reply that nobody knows means that it broke off. */
export function answerFault(
  problem: Problem,
  context: CallContext,
  headers = new Headers(),
): Fault {
  const { backend, begun, now } = context;
  const detail = toDetail(problem.text || String(problem.status ?? ''), context.key);
  const code = faultIn(problem) ?? (begun ? 'backend.cut' : 'backend.malformed');
  if (code !== 'backend.rateLimited') return new Fault(code, { backend, detail });
  const seconds = retryAfterSeconds(headers, now) ?? problem.retryAfterSeconds;
  return new Fault(code, {
    backend,
    detail,
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  });
}

/** Half a chunk at the end of a stream looks like nonsense, too. */
const garbled = (what: string, { backend, key, begun }: CallContext) =>
  new Fault(begun ? 'backend.cut' : 'backend.malformed', { backend, detail: toDetail(what, key) });

const Caused = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().optional(),
  cause: z.unknown().optional(),
});
type Caused = z.infer<typeof Caused>;

/** The chain of causes, outermost first. */
function causesOf(error: unknown): readonly Caused[] {
  const { success, data } = Caused.safeParse(error);
  return success ? [data, ...causesOf(data.cause)] : [];
}

/** The names that Node's fetch and the SDKs give to a connection that failed: a fault of the way there. */
const OF_THE_NETWORK = /^(E[A-Z]{3,}|UND_ERR_\w+)$/;
const SAID_BY_FETCH =
  /fetch failed|terminated|connection error|timed out|socket|other side closed/i;

function networkFault(error: unknown, { backend, key, begun }: CallContext): Fault | undefined {
  const causes = causesOf(error);
  const isNetwork = causes.some(
    ({ code = '', message = '' }) => OF_THE_NETWORK.test(code) || SAID_BY_FETCH.test(message),
  );
  if (!isNetwork) return undefined;
  const last = causes.findLast(({ message, code }) => message || code);
  const detail = toDetail(last?.message || last?.code || '', key);
  return new Fault(begun ? 'backend.cut' : 'backend.unavailable', { backend, detail });
}
