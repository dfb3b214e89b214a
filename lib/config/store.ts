import { Fault } from '../core/shared/faults.ts';
import type { Lookup } from './variables.ts';

/** A store on AWS, or on what stands in for it. */
export interface DynamoSetting {
  readonly table: string;
  /** Where large bodies go; undefined: into the data folder. */
  readonly bucket: string | undefined;
  /** The AWS SDK's own variables; undefined: AWS itself. */
  readonly tableEndpoint: string | undefined;
  readonly bucketEndpoint: string | undefined;
}

/** What DynamoDB takes as the name of a table, and S3 as that of a bucket. */
const DYNAMODB = /^dynamodb:([\w.-]{3,255})$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The store that `MASSGEN_STORE` names; undefined: the data folder. Throws `usage.invalid`. */
export function storeFrom(lookup: Lookup): DynamoSetting | undefined {
  const named = lookup('MASSGEN_STORE');
  if (!named) return undefined;
  const table = DYNAMODB.exec(named)?.[1];
  if (table === undefined)
    throw wrong(
      'MASSGEN_STORE',
      named,
      'names no store',
      'Set it to `dynamodb:TABLE`, or leave it out to keep data in a folder.',
    );
  return dynamoSetting(table, lookup);
}

/** A table, and what else the environment says of its store. Throws `usage.invalid`. */
export const dynamoSetting = (table: string, lookup: Lookup): DynamoSetting => ({
  table,
  bucket: bucketIn(lookup),
  tableEndpoint: endpointIn(lookup, 'AWS_ENDPOINT_URL_DYNAMODB'),
  bucketEndpoint: endpointIn(lookup, 'AWS_ENDPOINT_URL_S3'),
});

function bucketIn(lookup: Lookup): string | undefined {
  const bucket = lookup('MASSGEN_BUCKET') || undefined;
  if (bucket === undefined || BUCKET.test(bucket)) return bucket;
  throw wrong(
    'MASSGEN_BUCKET',
    bucket,
    'names no bucket',
    'Set it to the name of an S3 bucket, or leave it out to keep large bodies in the data folder.',
  );
}

/** That of one service, else that of all. */
function endpointIn(lookup: Lookup, ofService: string): string | undefined {
  const name = lookup(ofService) ? ofService : 'AWS_ENDPOINT_URL';
  const endpoint = lookup(name) || undefined;
  if (endpoint === undefined || isAddress(endpoint)) return endpoint;
  throw wrong(
    name,
    endpoint,
    'is no address',
    'Set it to one such as `http://127.0.0.1:8000`, or leave it out to reach AWS itself.',
  );
}

const isAddress = (text: string) => /^https?:\/\//.test(text) && URL.canParse(text);

const wrong = (name: string, value: string, because: string, hint: string) =>
  new Fault('usage.invalid', {
    problem: `${name} is ${JSON.stringify(value)}, which ${because}.`,
    hint,
  });
