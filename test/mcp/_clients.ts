import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { createMassGen } from '../../lib/local/massgen.ts';
import { startServer } from '../../lib/local/server/server.ts';
import { createContextServer } from '../../lib/mcp/context-server.ts';
import type { DeskOptions } from '../../lib/mcp/desk.ts';
import type { Contexts } from '../../lib/operations/contexts.ts';
import { folder, MAIN } from '../support/command.ts';

export interface Host {
  readonly client: Client;
  /** Of the protocol that both sides agreed on. */
  readonly revision: string;
  /** The contexts behind the client's back. */
  readonly contexts: Contexts;
  /** What a tool says, and whether it is an error. */
  readonly call: (
    name: string,
    input?: Record<string, unknown>,
  ) => Promise<{ readonly text: string; readonly isError: boolean }>;
}

async function connected(contexts: Contexts, transport: Transport): Promise<Host> {
  const client = new Client({ name: 'test', version: '1' });
  let revision = '';
  const agreed = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (version) => {
    revision = version;
    agreed?.(version);
  };
  await client.connect(transport);
  onTestFinished(() => client.close());
  const call: Host['call'] = async (name, input = {}) => {
    const result = CallToolResultSchema.parse(await client.callTool({ name, arguments: input }));
    const text = result.content.map((one) => (one.type === 'text' ? one.text : '')).join('\n');
    return { text, isError: result.isError === true };
  };
  return { client, revision, contexts, call };
}

/** A data folder, opened in this process. */
async function opened(data: string): Promise<Contexts> {
  const massgen = await createMassGen({ data, lookup: () => undefined });
  onTestFinished(massgen.close);
  return massgen.context;
}

export async function inMemory(options: DeskOptions): Promise<Host> {
  const contexts = await opened(':memory:');
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await createContextServer(contexts, options).connect(theirs);
  return connected(contexts, ours);
}

export async function overStdio(...args: readonly string[]): Promise<Host> {
  const data = folder();
  const command = [MAIN, 'mcp', '--data', data, ...args];
  const transport = new StdioClientTransport({ command: process.execPath, args: command });
  return connected(await opened(data), transport);
}

export async function overHttp(query = ''): Promise<Host> {
  const data = folder();
  const server = await startServer({ data });
  onTestFinished(server.close);
  const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp${query}`), {
    requestInit: { headers: { Authorization: `Bearer ${server.token}` } },
  });
  return connected(await opened(data), transport as Transport);
}
