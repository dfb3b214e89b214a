import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { onTestFinished } from 'vitest';
import { attributes } from '../../lib/stores/dynamodb/keys.ts';
import { ACCOUNT } from './aws-account.ts';

export const TABLE = 'massgen-test';

export interface DynamoEngine {
  readonly endpoint: string;
  /** One more client; without an address, to the engine itself. */
  readonly connect: (endpoint?: string) => DynamoDBClient;
}

/** DynamoDB's wire over loopback, in memory, without a table, until the test is over. */
export async function startEngine(): Promise<DynamoEngine> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const endpoint = `http://127.0.0.1:${port}`;
  const clients: DynamoDBClient[] = [];
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint,
    connect: (address = endpoint) => {
      const client = new DynamoDBClient({ ...ACCOUNT, endpoint: address });
      clients.push(client);
      return client;
    },
  };
}

/** The same with massgen's table in it. */
export async function startDynamo(): Promise<DynamoEngine> {
  const engine = await startEngine();
  await engine.connect().send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: attributes.partition, AttributeType: 'S' },
        { AttributeName: attributes.sort, AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: attributes.partition, KeyType: 'HASH' },
        { AttributeName: attributes.sort, KeyType: 'RANGE' },
      ],
    }),
  );
  return engine;
}
