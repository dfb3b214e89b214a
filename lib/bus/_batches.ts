import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

/** Of one request: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;

/** Entries in their order, as few requests as they fit into; one that is too large goes alone. */
export function toBatches(
  entries: readonly PutEventsRequestEntry[],
): readonly (readonly PutEventsRequestEntry[])[] {
  const batches: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const batch = batches.at(-1);
    const size = sizeOf(entry);
    const fits = batch && batch.length < MAX_ENTRIES && bytes + size <= MAX_BYTES;
    if (fits) batch.push(entry);
    else batches.push([entry]);
    bytes = fits ? bytes + size : size;
  }
  return batches;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
const sizeOf = ({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry) =>
  Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
