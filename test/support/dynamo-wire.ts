import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Null: without one, as no service of AWS answers. */
  readonly requestId?: string | null;
}

export interface Call {
  /** `PutItem`, `Query` ... */
  readonly operation: string;
  readonly body: string;
  /** Lets the engine do it. */
  readonly forward: () => Promise<Answer>;
}

export interface DynamoWire {
  readonly endpoint: string;
  /** Every operation that came along, in order. */
  readonly operations: readonly string[];
}

/** What the client is told in place of the engine's answer; undefined: nothing, its connection breaks. */
export type Tell = (call: Call) => Promise<Answer | undefined>;

/** The wire between a client and an engine, in the hands of the test until it is over. */
export async function startWire(engine: string, tell: Tell): Promise<DynamoWire> {
  const operations: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const operation = `${request.headers['x-amz-target']}`.replace(/^.*\./, '');
    operations.push(operation);
    const call = { operation, body, forward: () => forward(engine, request, body) };
    const answer = await tell(call).catch(() => undefined); // the test is over, and its engine gone
    if (!answer) return response.destroy();
    const { status, requestId = `${operations.length}` } = answer;
    return response
      .writeHead(status, {
        'content-type': 'application/x-amz-json-1.0',
        ...(requestId !== null && { 'x-amzn-requestid': requestId }),
      })
      .end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { endpoint: `http://127.0.0.1:${port}`, operations };
}

/** An error as DynamoDB writes it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export const anError = (status: number, name: string, more: object = {}): Answer => ({
  status,
  body: JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${name}`,
    message: 'So it is.',
    ...more,
  }),
});

const FORWARDED = ['x-amz-target', 'x-amz-date', 'content-type', 'authorization'];

async function forward(
  engine: string,
  { headers }: IncomingMessage,
  body: string,
): Promise<Answer> {
  const sent = FORWARDED.map((name): [string, string] => [name, `${headers[name]}`]);
  const answer = await fetch(engine, { method: 'POST', headers: sent, body });
  const requestId = answer.headers.get('x-amzn-requestid');
  return { status: answer.status, body: await answer.text(), requestId };
}
