/** A connection that is not there, or that falls silent, is given up and tried again. */
const CONNECTION_TIMEOUT_MS = 3_000;

export interface ClientSettings {
  /** Where another engine stands in for AWS. */
  readonly endpoint?: string | undefined;
  /** How long an answer may take. */
  readonly requestTimeoutMs: number;
}

/** What a client of AWS is made with, beside what its SDK finds in the environment. */
export const clientOptions = ({ endpoint, requestTimeoutMs }: ClientSettings) => ({
  ...(endpoint !== undefined && { endpoint }),
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
  },
});
