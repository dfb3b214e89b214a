import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { ToolCallPart, ToolResultPart } from '../../core/message/part.ts';
import { Fault } from '../../core/shared/faults.ts';
import type { ServerSpec } from './server-spec.ts';
import { failed, toResult } from './to-result.ts';

/** Milliseconds for a server to start and say what it offers. */
const CONNECT_TIMEOUT_MS = 30_000;
/** Milliseconds for one call of a tool. */
const CALL_TIMEOUT_MS = 120_000;
/** Of a server's list of tools: nobody has use for more. */
const MAX_PAGES = 50;

export interface Connection {
  readonly tools: readonly McpTool[];
  readonly call: (tool: string, call: ToolCallPart, signal: AbortSignal) => Promise<ToolResultPart>;
  readonly close: () => Promise<void>;
}

export interface McpTool {
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** Opens a server with the official client. Throws `tools.unavailable`, when the signal aborts as well. */
export async function connectTo(
  spec: ServerSpec,
  version: string,
  signal: AbortSignal,
  fetch: typeof globalThis.fetch,
): Promise<Connection> {
  const { Client: McpClient } = await import('@modelcontextprotocol/sdk/client/index.js');
  const client = new McpClient({ name: 'massgen', version });
  try {
    await client.connect(await transportTo(spec, fetch), {
      timeout: CONNECT_TIMEOUT_MS,
      signal,
    });
    const tools = await listTools(client, signal);
    return {
      tools: tools.filter(({ name }) => spec.offers(name)),
      call: (tool, call, signal) => callTool(client, tool, call, signal),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    const detail = error instanceof Error ? error.message : String(error);
    throw new Fault('tools.unavailable', { server: spec.name, detail });
  }
}

async function transportTo({ reach }: ServerSpec, fetch: typeof globalThis.fetch) {
  if (reach.kind === 'http') {
    const { StreamableHTTPClientTransport } = await import(
      '@modelcontextprotocol/sdk/client/streamableHttp.js'
    );
    return new StreamableHTTPClientTransport(reach.url, {
      requestInit: { headers: reach.headers },
      fetch,
    });
  }
  const { StdioClientTransport, getDefaultEnvironment } = await import(
    '@modelcontextprotocol/sdk/client/stdio.js'
  );
  const { command, args, env } = reach;
  return new StdioClientTransport({
    command,
    args: [...args],
    env: { ...getDefaultEnvironment(), ...env },
    stderr: 'ignore',
  });
}

async function listTools(client: Client, signal: AbortSignal): Promise<readonly McpTool[]> {
  const tools: McpTool[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await client.listTools(cursor === undefined ? {} : { cursor }, {
      timeout: CONNECT_TIMEOUT_MS,
      signal,
    });
    tools.push(...page.tools);
    cursor = page.nextCursor;
    if (cursor === undefined) return tools;
  }
  throw new Error(`its list of tools has no end: more than ${MAX_PAGES} pages.`);
}

async function callTool(
  client: Client,
  name: string,
  call: ToolCallPart,
  signal: AbortSignal,
): Promise<ToolResultPart> {
  try {
    const result = await client.callTool({ name, arguments: call.arguments }, undefined, {
      signal,
      timeout: CALL_TIMEOUT_MS,
    });
    return toResult(call.id, result);
  } catch (error) {
    signal.throwIfAborted();
    return failed(call.id, error instanceof Error ? error.message : String(error));
  }
}
