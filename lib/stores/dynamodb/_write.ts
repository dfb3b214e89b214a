import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Key, When } from '../../core/shared/table.ts';
import { answerOf } from '../aws-fault.ts';
import type { StoredRow } from '../stored-row.ts';
import type { StoredOutcome } from '../stored-table.ts';
import { fromItem, type Item, toItem, toKeyItem, writeOf } from './_item.ts';
import { attributes } from './keys.ts';

/** One table, and what talks to it. */
export interface DynamoPlace {
  readonly client: DynamoDBClient;
  readonly name: string;
}

export async function findItem({ client, name }: DynamoPlace, key: Key): Promise<Item | undefined> {
  const read = { TableName: name, Key: toKeyItem(key), ConsistentRead: true };
  return answerOf(await client.send(new GetItemCommand(read))).Item;
}

/**
 * One conditional put. When its answer is lost the client sends it again, and the second is refused
 * because the first has landed: the token in the row that stands tells that it is ours.
 */
export async function putItem(
  place: DynamoPlace,
  row: StoredRow,
  when: When,
): Promise<StoredOutcome> {
  const write = randomBytes(12).toString('base64url');
  const put = new PutItemCommand({
    TableName: place.name,
    Item: toItem(row, write),
    ...toCondition(when),
    ...SHOWING,
  });
  try {
    return toPut(answerOf(await place.client.send(put)).Attributes);
  } catch (error) {
    const standing = await standingAfter(place, row, error);
    return standing && writeOf(standing) === write ? { kind: 'put' } : toRefusal(standing);
  }
}

/**
 * One conditional delete. One that the client had to send again has done its work when nothing
 * stands: whoever it was that removed the row.
 */
export async function removeItem(
  place: DynamoPlace,
  key: Key,
  version: number,
): Promise<StoredOutcome> {
  const remove = new DeleteItemCommand({
    TableName: place.name,
    Key: toKeyItem(key),
    ...toCondition({ version }),
    ...SHOWING,
  });
  try {
    return toPut(answerOf(await place.client.send(remove)).Attributes);
  } catch (error) {
    const standing = await standingAfter(place, key, error);
    return standing === undefined && wasSentAgain(error) ? { kind: 'put' } : toRefusal(standing);
  }
}

const SHOWING = {
  ReturnValues: 'ALL_OLD',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
} as const;

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

const toCondition = (when: When): Condition =>
  when === 'absent'
    ? { ConditionExpression: `attribute_not_exists(${attributes.partition})` }
    : {
        ConditionExpression: `${attributes.version} = :version`,
        ExpressionAttributeValues: { ':version': { N: String(when.version) } },
      };

const toPut = (replaced: Item | undefined): StoredOutcome => ({
  kind: 'put',
  replaced: replaced && fromItem(replaced),
});

const toRefusal = (standing: Item | undefined): StoredOutcome => ({
  kind: 'refused',
  standing: standing && fromItem(standing),
});

/** The row behind a refusal; not every engine hands it back. What is no refusal is thrown on. */
async function standingAfter(
  place: DynamoPlace,
  key: Key,
  error: unknown,
): Promise<Item | undefined> {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  return error.Item ?? findItem(place, key);
}

const wasSentAgain = (error: unknown) =>
  error instanceof ConditionalCheckFailedException && (error.$metadata.attempts ?? 1) > 1;
