import * as z from 'zod';
import { type Address, branchAt } from '../core/context/address.ts';
import { Fault, toFault } from '../core/shared/faults.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html; the name of the key is the table's. */
const StreamRecord = z.object({
  dynamodb: z.object({
    Keys: z.object({ pk: z.object({ S: z.string() }) }),
    SequenceNumber: z.string(),
  }),
});

const StreamEvent = z.object({ Records: z.array(z.unknown()) });

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html */
interface Answer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

interface Waiting {
  readonly address: Address;
  /** Its first record in the batch: from there on the stream is delivered again. */
  readonly from: string;
}

/**
 * Deals with each branch that a batch of a table's stream says has grown, and answers with those that
 * failed. A record that is no commit's helps nobody when it comes again: it is only told of. Throws
 * `event.invalid` for what is no batch.
 */
export async function wakeUpTo(
  event: unknown,
  deal: (address: Address) => Promise<unknown>,
  onProblem: (problem: Fault) => void,
): Promise<Answer> {
  const failed: string[] = [];
  for (const { address, from } of branchesIn(event, onProblem))
    try {
      await deal(address);
    } catch (error) {
      onProblem(toFault(error));
      failed.push(from);
    }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function branchesIn(event: unknown, onProblem: (problem: Fault) => void): Iterable<Waiting> {
  const batch = StreamEvent.safeParse(event);
  if (!batch.success) throw invalid('it holds no records');
  const waiting = new Map<string, Waiting>();
  for (const entry of batch.data.Records) {
    const record = StreamRecord.safeParse(entry).data?.dynamodb;
    const partition = record?.Keys.pk.S ?? '';
    const address = branchAt(partition);
    if (!record || !address) onProblem(invalid('a record is no commit of a context'));
    else if (!waiting.has(partition))
      waiting.set(partition, { address, from: record.SequenceNumber });
  }
  return waiting.values();
}

const invalid = (detail: string) =>
  new Fault('event.invalid', { source: "the table's stream", detail });
