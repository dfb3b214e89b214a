import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { wakeUpTo } from '../lib/bus/stream.ts';
import { publishCommits } from '../lib/core/session/publish-commits.ts';
import { once } from '../lib/core/shared/once.ts';
import { logFault, observed } from './_observed.ts';
import { createPublisherDeps } from './_publisher.ts';

const publish = once(() => publishCommits(createPublisherDeps()));

/** The table's stream says where something was committed; whose announcing failed is tried again. */
export const handler = observed(
  (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> =>
    wakeUpTo(event, publish(), logFault),
);
