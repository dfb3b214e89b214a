import type { Tool } from '../../core/agent/tool.ts';
import { emptyToolbox, type Toolbox } from '../../core/agent/toolbox.ts';
import { Json } from '../../core/shared/json.ts';
import { type Connection, connectTo, type McpTool } from './connection.ts';
import { qualified, type ServerSpec } from './server-spec.ts';
import { failed } from './to-result.ts';

export interface OpenToolbox extends Toolbox {
  /** Ends the servers that this started. */
  readonly close: () => Promise<void>;
}

/**
 * The tools of MCP servers, under their qualified names. Throws `tools.unavailable`, also when the
 * signal aborts while they start, and then no server is left running.
 */
export async function openToolbox(
  servers: readonly ServerSpec[],
  version: string,
  signal: AbortSignal,
  fetch = globalThis.fetch,
): Promise<OpenToolbox> {
  const opened = await Promise.allSettled(
    servers.map((server) => connectTo(server, version, signal, fetch)),
  );
  const connections = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async () => {
    await Promise.allSettled(connections.map((connection) => connection.close()));
  };
  const broken = opened.find((one) => one.status === 'rejected');
  if (broken) {
    await close();
    throw broken.reason;
  }
  const offers = servers.flatMap(({ name }, at) => offersOf(name, connections[at]));
  const byName = new Map(offers.map((offer) => [offer.tool.name, offer]));
  return {
    tools: [...byName.values()].map(({ tool }) => tool),
    call: async (call, signal) => {
      const offer = byName.get(call.name);
      if (!offer) return emptyToolbox.call(call, signal);
      if (call.rawArguments !== undefined)
        return failed(call.id, 'The arguments are no JSON object.');
      return offer.connection.call(offer.original, call, signal);
    },
    close,
  };
}

interface Offer {
  readonly tool: Tool;
  readonly original: string;
  readonly connection: Connection;
}

const offersOf = (server: string, connection: Connection | undefined): readonly Offer[] =>
  connection?.tools.map((tool) => ({
    tool: toTool(server, tool),
    original: tool.name,
    connection,
  })) ?? [];

const toTool = (server: string, { name, description = '', inputSchema }: McpTool): Tool => ({
  name: qualified(server, name),
  description,
  parameters: Object.fromEntries(
    Object.entries(inputSchema).map(([key, value]) => [key, Json.parse(value)]),
  ),
});
