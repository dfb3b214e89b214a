import { Fault } from '../core/shared/faults.ts';

type Problem = 'store.missing' | 'store.unreachable' | 'store.unauthorised' | 'store.busy';

/**
 * Names of errors, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; of the SDK's own, its source.
 */
const codeByName = new Map<string, Problem>([
  ['ResourceNotFoundException', 'store.missing'],
  ['NoSuchBucket', 'store.missing'],
  ['PermanentRedirect', 'store.missing'], // the bucket is in another region
  ['ThrottlingException', 'store.busy'],
  ['ProvisionedThroughputExceededException', 'store.busy'],
  ['RequestLimitExceeded', 'store.busy'],
  ['SlowDown', 'store.busy'],
  ['AccessDeniedException', 'store.unauthorised'],
  ['UnrecognizedClientException', 'store.unauthorised'],
  ['ExpiredTokenException', 'store.unauthorised'],
  ['ExpiredToken', 'store.unauthorised'],
  ['InvalidSignatureException', 'store.unauthorised'],
  ['MissingAuthenticationTokenException', 'store.unauthorised'],
  ['IncompleteSignatureException', 'store.unauthorised'],
  ['CredentialsProviderError', 'store.unauthorised'],
  ['TokenProviderError', 'store.unauthorised'],
  ['TimeoutError', 'store.unreachable'],
]);

/** `errno` names, https://nodejs.org/api/errors.html#common-system-errors */
const NETWORK = new Set<unknown>([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What a failed call of AWS means for a store; what is not ours to judge stays itself. */
export function toAwsFault(place: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Fault) return error;
  const code = problemOf(error);
  return code ? new Fault(code, { place, detail: describe(error) }, { cause: error }) : error;
}

function problemOf(error: Error): Problem | undefined {
  const named = codeByName.get(error.name);
  if (named) return named;
  if ('code' in error && NETWORK.has(error.code)) return 'store.unreachable';
  if (error.message === 'Region is missing') return 'store.unauthorised';
  return problemByStatus(statusOf(error));
}

function problemByStatus(status: number): Problem | undefined {
  if (status === 401 || status === 403) return 'store.unauthorised';
  return status === 429 || status >= 500 ? 'store.busy' : undefined;
}

function statusOf(error: Error): number {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const isKnown = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return isKnown ? Number(metadata.httpStatusCode) : 0;
}

/** Several addresses that all refused have no message of their own. */
const describe = (error: Error): string =>
  error.message || ('code' in error ? String(error.code) : error.name);
