import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mainBranch } from '../../lib/core/context/address.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import type { Draft } from '../../lib/core/context/draft.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { createDynamoTable } from '../../lib/stores/dynamodb/dynamo-table.ts';
import { attributes } from '../../lib/stores/dynamodb/keys.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { ACCOUNT } from '../support/aws-account.ts';
import { createTable, startDynalite, TABLE } from '../support/dynalite.ts';
import { redactor } from '../support/memory-log.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { prose } from './prose.ts';

const BYTES = 4_000;
const READERS = 8;
const RUNS = { n: 300, warmUp: 50 };
const BASELINE = 'a raw conditional put of 4 kB';

const address = mainBranch('main', 'bench');

const draft = (text: string): Draft => ({
  author: { agent: 'bench' },
  operations: [{ op: 'put', item: `note/${text.length}`, kind: 'note', body: text }],
});

/** The log on DynamoDB's wire, beside one request of the same client: a commit, and what a turn asks. */
export async function dynalite(): Promise<readonly Figure[]> {
  const server = await startDynalite();
  const client = new DynamoDBClient({ ...ACCOUNT, endpoint: server.endpoint });
  await createTable(client);
  const table = createDynamoTable({ client, name: TABLE, blobs: createMemoryBlobs() });
  const open = () => createContextLog({ table, clock: systemClock, ids: randomIds, redactor });
  const [log, other] = [open(), open()];
  let head = 0;
  let seed = 0;
  const text = () => {
    seed += 1;
    return prose(BYTES, seed);
  };
  const put = () =>
    client.send(
      new PutItemCommand({
        TableName: TABLE,
        Item: {
          [attributes.partition]: { S: 'main/raw' },
          [attributes.sort]: { S: `${seed}` },
          [attributes.body]: { S: text() },
        },
        ConditionExpression: `attribute_not_exists(${attributes.partition})`,
      }),
    );
  const commit = async () => {
    await log.commit(address, draft(text()), head);
    head += 1;
  };
  const turn = async () => {
    const { commits } = await log.history(address);
    await log.commit(address, draft(text()), commits.length);
  };
  const readers = Array.from({ length: READERS }, open);
  /** All have a commit that has just landed, each by a consistent query for what it had not seen. */
  const read = () => Promise.all(readers.map((reader) => reader.after(address, head - 1)));
  try {
    const commits = await timesInTurn(RUNS, commit, put);
    await other.commit(address, draft(text()));
    head += 1;
    const reads = await timesInTurn(RUNS, read, put);
    const turns = await timesInTurn(RUNS, turn, put);
    return [
      beside('context.commit.dynalite', commits[0], BASELINE, commits[1]),
      beside('context.readers.dynalite', reads[0], BASELINE, reads[1]),
      beside('context.turn.dynalite', turns[0], BASELINE, turns[1]),
    ];
  } finally {
    client.destroy();
    server.close();
  }
}
