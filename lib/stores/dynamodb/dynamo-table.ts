import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Blobs } from '../../core/shared/blobs.ts';
import { inOrder } from '../../core/shared/in-order.ts';
import type { Table } from '../../core/shared/table.ts';
import { answerOf, toAwsFault } from '../aws-fault.ts';
import { faulting } from '../faulting.ts';
import { createStoredTable, type StoredRows } from '../stored-table.ts';
import { fromItem } from './_item.ts';
import { type ReadPage, walk } from './_query.ts';
import { type DynamoPlace, findItem, putItem, removeItem } from './_write.ts';

export interface DynamoTablePlace extends DynamoPlace {
  /** Where large bodies go. They belong to the table as much as its rows do. */
  readonly blobs: Blobs;
}

/**
 * A table on DynamoDB: all rows in one table with the keys of `keys.ts`, every read consistent, a
 * write one conditional request. Throws `store.missing`, `store.unfit`, `store.unreachable`,
 * `store.unauthorised` and `store.busy`, after which a write may have landed all the same; for keys
 * above DynamoDB's limits `context.tooLarge`.
 */
export function createDynamoTable({ blobs, ...place }: DynamoTablePlace): Table {
  const { client, name } = place;
  const faultingHere = faulting((error) => toAwsFault(`DynamoDB table ${name}`, error));

  const readPage: ReadPage = (query, from) =>
    faultingHere(async () => {
      const read = new QueryCommand({
        ...query,
        TableName: name,
        ...(from && { ExclusiveStartKey: { ...from } }),
      });
      const { Items = [], LastEvaluatedKey } = answerOf(await client.send(read));
      return { items: Items, next: LastEvaluatedKey };
    });

  const put: StoredRows['put'] = (row, when) => faultingHere(() => putItem(place, row, when));

  return createStoredTable(
    {
      find: (key) =>
        faultingHere(async () => {
          const item = await findItem(place, key);
          return item && fromItem(item);
        }),
      put,
      append: (rows) => inOrder(rows, async (row) => (await put(row, 'absent')).kind === 'put'),
      remove: (key, version) => faultingHere(() => removeItem(place, key, version)),
      async *walk(partition, range) {
        for await (const item of walk(readPage, partition, range)) yield fromItem(item);
      },
    },
    blobs,
  );
}
