import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { attributes } from '../../lib/stores/dynamodb/keys.ts';

export const TABLE = 'massgen-test';

export interface Dynalite {
  readonly endpoint: string;
  readonly close: () => void;
}

/** DynamoDB's wire over loopback, in memory. */
export async function startDynalite(): Promise<Dynalite> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** massgen's table, as the infrastructure makes it. */
export const createTable = (client: DynamoDBClient) =>
  client.send(
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
