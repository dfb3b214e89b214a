import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Fault } from '../../core/shared/faults.ts';
import type { Key } from '../../core/shared/table.ts';
import { placeOf } from '../bodies.ts';
import type { StoredRow } from '../stored-row.ts';
import { areaOf, attributes } from './keys.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** Bytes, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_PARTITION_BYTES = 2048;
const MAX_SORT_BYTES = 1024;

/** Throws `context.tooLarge` for a key that DynamoDB does not take. */
export const toKeyItem = ({ partition, sort }: Key): Record<string, AttributeValue> => ({
  [attributes.partition]: toPartition(partition),
  [attributes.sort]: toSort(sort),
});

export const toPartition = (partition: string): AttributeValue =>
  bounded('The partition of a row', partition, MAX_PARTITION_BYTES);

export const toSort = (sort: string): AttributeValue =>
  bounded('The sort key of a row', sort, MAX_SORT_BYTES);

export function toItem(row: StoredRow, write: string): Record<string, AttributeValue> {
  const area = areaOf(row.partition);
  return {
    ...toKeyItem(row),
    ...(area && { [attributes.area]: { S: area } }),
    [attributes.version]: { N: String(row.version) },
    [attributes.body]: { B: row.body },
    [attributes.write]: { S: write },
    ...(row.expires && { [attributes.expires]: { N: toSeconds(row.expires) } }),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
const toSeconds = (time: Date) => String(Math.ceil(time.getTime() / 1000));

/** Throws `store.broken` for what massgen has not written. */
export function fromItem(item: Item): StoredRow {
  const key = { partition: textIn(item, 'partition'), sort: textIn(item, 'sort') };
  const version = Number(item[attributes.version]?.N);
  const body = item[attributes.body]?.B;
  if (body && Number.isInteger(version)) return { ...key, version, body };
  throw new Fault('store.broken', {
    place: placeOf(key),
    detail: 'another program has written it',
  });
}

/** Who wrote an item. */
export const writeOf = (item: Item): string | undefined => item[attributes.write]?.S;

const textIn = (item: Item, name: 'partition' | 'sort') => item[attributes[name]]?.S ?? '';

function bounded(what: string, text: string, maxBytes: number): AttributeValue {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) throw new Fault('context.tooLarge', { what, bytes, maxBytes });
  return { S: text };
}
