import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import { ACCOUNT } from './aws-account.ts';
import { createTable, startDynalite } from './dynalite.ts';

export interface DynamoEngine {
  readonly endpoint: string;
  /** One more client; without an address, to the engine itself. */
  readonly connect: (endpoint?: string) => DynamoDBClient;
}

/** DynamoDB's wire over loopback, in memory, without a table, until the test is over. */
export async function startEngine(): Promise<DynamoEngine> {
  const { endpoint, close } = await startDynalite();
  const clients: DynamoDBClient[] = [];
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    close();
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
  await createTable(engine.connect());
  return engine;
}
