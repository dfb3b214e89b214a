/** What clients of AWS are made with beside what the SDK finds in its environment. */
export interface AwsAddress {
  /** Where another engine stands in for AWS. */
  readonly endpoint?: string | undefined;
}

/** A connection that is not there, or that falls silent, is given up and tried again. */
const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 20_000;

export const clientOptions = ({ endpoint }: AwsAddress) => ({
  ...(endpoint !== undefined && { endpoint }),
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
});
