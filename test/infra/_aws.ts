import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What somebody did, as IAM calls it. */
export interface Deed {
  readonly by: string;
  readonly action: string;
}

interface Reply {
  readonly status: number;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a service answers to one of its actions. */
export type Answers = Readonly<Record<string, (body: Record<string, unknown>) => unknown>>;

/** A service's name in `X-Amz-Target`, and in the actions of IAM. */
const services: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AWSStepFunctions: 'states',
  AWSEvents: 'events',
  secretsmanager: 'secretsmanager',
};

/**
 * AWS over loopback: DynamoDB is passed on to an engine, all else is answered as the test says. Whoever
 * calls is known by the id of the key that the request is signed with.
 */
export async function startAws(dynamo: string, answers: Answers) {
  const deeds: Deed[] = [];
  const server = createServer(async (request, response) => {
    const [service = '', operation] = `${request.headers['x-amz-target']}`.split('.');
    const action = `${services[service] ?? service}:${operation}`;
    deeds.push({ by: callerOf(request), action });
    const body = await buffer(request);
    const {
      status,
      body: said,
      headers,
    } = action.startsWith('dynamodb:')
      ? await passOn(dynamo, request, body)
      : answer(answers[action], body);
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0', ...headers });
    response.end(said);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { endpoint: `http://127.0.0.1:${port}`, deeds };
}

const callerOf = ({ headers }: IncomingMessage) =>
  /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? 'nobody';

function answer(reply: Answers[string] | undefined, body: Buffer): Reply {
  if (!reply) return { status: 400, body: JSON.stringify({ __type: 'UnknownOperationException' }) };
  try {
    return { status: 200, body: JSON.stringify(reply(JSON.parse(body.toString()))) };
  } catch (error) {
    const type = error instanceof Error ? error.name : 'InternalFailure';
    return { status: 400, body: JSON.stringify({ __type: type }) };
  }
}

async function passOn(to: string, { headers }: IncomingMessage, body: Buffer): Promise<Reply> {
  const passed = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
  const said = await fetch(to, {
    method: 'POST',
    headers: Object.fromEntries(passed.map((name) => [name, `${headers[name]}`])),
    body: new Uint8Array(body),
  });
  return {
    status: said.status,
    body: new Uint8Array(await said.arrayBuffer()),
    headers: Object.fromEntries(
      ['x-amz-crc32', 'x-amzn-requestid'].map((name) => [name, said.headers.get(name) ?? '']),
    ),
  };
}
