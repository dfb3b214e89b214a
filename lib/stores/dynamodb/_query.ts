import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Range } from '../../core/shared/table.ts';
import { type Item, toPartition, toSort } from './_item.ts';
import { attributes } from './keys.ts';

/** One page of a query. */
export interface Page {
  readonly items: readonly Item[];
  /** Where the next page begins; undefined: this is the last. */
  readonly next: Item | undefined;
}

export type ReadPage = (
  query: Omit<QueryCommandInput, 'TableName'>,
  from: Item | undefined,
) => Promise<Page>;

/** Walks a range, however many pages it takes; a page is read when the one before is used up. */
export async function* walk(
  readPage: ReadPage,
  partition: string,
  range: Range,
): AsyncGenerator<Item> {
  if (isEmpty(range)) return;
  let left = range.limit ?? Number.POSITIVE_INFINITY;
  for await (const item of itemsOf(readPage, toQuery(partition, range))) {
    if (item[attributes.sort]?.S === range.after) continue;
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

async function* itemsOf(readPage: ReadPage, query: Parameters<ReadPage>[0]): AsyncGenerator<Item> {
  let next: Item | undefined;
  do {
    const page = await readPage(query, next);
    yield* page.items;
    next = page.next;
  } while (next);
}

/** DynamoDB refuses a range whose ends are the wrong way round, and an empty text. */
const isEmpty = ({ after = '', upTo, limit }: Range) =>
  limit === 0 || (upTo !== undefined && Buffer.compare(Buffer.from(after), Buffer.from(upTo)) >= 0);

function toQuery(partition: string, range: Range): Omit<QueryCommandInput, 'TableName'> {
  const { sort, values, isWider } = boundsOf(range);
  return {
    KeyConditionExpression: [`${attributes.partition} = :partition`, ...sort].join(' AND '),
    ExpressionAttributeValues: { ':partition': toPartition(partition), ...values },
    ScanIndexForward: !range.backwards,
    ConsistentRead: true,
    ...(range.limit !== undefined && { Limit: range.limit + (isWider ? 1 : 0) }),
  };
}

interface Bounds {
  readonly sort: readonly string[];
  readonly values: Record<string, AttributeValue>;
  /** It holds `after` as well, since two bounds can only be put as BETWEEN. */
  readonly isWider: boolean;
}

function boundsOf({ after = '', upTo }: Range): Bounds {
  const values = {
    ...(after !== '' && { ':after': toSort(after) }),
    ...(upTo !== undefined && { ':upTo': toSort(upTo) }),
  };
  if (after !== '' && upTo !== undefined)
    return { sort: [`${attributes.sort} BETWEEN :after AND :upTo`], values, isWider: true };
  const sort = [
    ...(after === '' ? [] : [`${attributes.sort} > :after`]),
    ...(upTo === undefined ? [] : [`${attributes.sort} <= :upTo`]),
  ];
  return { sort, values, isWider: false };
}
