import { Fault } from '../core/shared/faults.ts';

type Problem =
  | 'store.missing'
  | 'store.unfit'
  | 'store.unreachable'
  | 'store.unauthorised'
  | 'store.busy';

/**
 * Names of errors, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; of the SDK's own, its source.
 */
const codeByName = new Map<string, Problem>([
  ['ResourceNotFoundException', 'store.missing'],
  ['NoSuchBucket', 'store.missing'],
  ['PermanentRedirect', 'store.missing'], // the bucket is in another region
  ['ValidationException', 'store.unfit'], // the table has other keys, or its name cannot be one
  ['InvalidBucketName', 'store.unfit'],
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

/**
 * `errno` names and codes of certificates, https://nodejs.org/api/errors.html#common-system-errors,
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes; the last is no HTTP (measured).
 */
const NETWORK = new Set<unknown>([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EPROTO',
  'ETIMEDOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HPE_INVALID_CONSTANT',
]);

interface Metadata {
  readonly httpStatusCode?: number | undefined;
  /** All that AWS answers has one. */
  readonly requestId?: string | undefined;
}

/**
 * What AWS answered. Another server's 200 means nothing, though the SDK takes it for an empty answer,
 * and so for a write that has landed.
 */
export function answerOf<T extends { readonly $metadata: Metadata }>(output: T): T {
  const { $metadata } = output;
  if (isForeign($metadata))
    throw Object.assign(new Error('an answer without an id'), { $metadata });
  return output;
}

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
  return problemByAnswer(metadataOf(error));
}

function problemByAnswer(metadata: Metadata): Problem | undefined {
  if (isForeign(metadata)) return 'store.unreachable';
  const { httpStatusCode: status = 0 } = metadata;
  if (status === 401 || status === 403) return 'store.unauthorised';
  return status === 429 || status >= 500 ? 'store.busy' : undefined;
}

const isForeign = ({ httpStatusCode, requestId }: Metadata) =>
  httpStatusCode !== undefined && requestId === undefined;

/** The SDK leaves it with whatever it throws of an answer. */
const metadataOf = (error: Error & { readonly $metadata?: Metadata }): Metadata =>
  error.$metadata ?? {};

/** Several addresses that all refused have no message of their own. */
function describe(error: Error): string {
  const metadata = metadataOf(error);
  if (isForeign(metadata)) return `what answers there (${metadata.httpStatusCode}) is not AWS`;
  return error.message || ('code' in error ? String(error.code) : error.name);
}
