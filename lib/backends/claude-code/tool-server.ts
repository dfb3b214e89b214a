import type { ModelCall } from '../../core/agent/backend.ts';
import type { Tool } from '../../core/agent/tool.ts';
import type { Allowance } from './allowance.ts';

/** Under which Claude Code knows our tools. */
export const SERVER = 'massgen';

const PREFIX = `mcp__${SERVER}__`;

/** How Claude Code calls a tool of ours, and what we call it. */
export const toNativeName = (tool: string): string => `${PREFIX}${tool}`;
export const fromNativeName = (name: string): string =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
export const isNativeName = (name: string): boolean => name.startsWith(PREFIX);

/**
 * Our tools as an MCP server within this process. A call of one that may be called ends the reply:
 * see `hooksFor`; its real result comes with the next one. Another is told that it has to wait.
 */
export async function createToolServer(
  { tools }: Pick<ModelCall, 'tools'>,
  allowance: Allowance,
  version: string,
) {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js');
  const { CallToolRequestSchema, ListToolsRequestSchema } = await import(
    '@modelcontextprotocol/sdk/types.js'
  );
  const server = new Server({ name: SERVER, version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(toMcpTool) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) =>
    allowance.allowed.includes(params.name) ? taken : notNow(params.name),
  );
  return server;
}

const toMcpTool = ({ name, description, parameters }: Tool) => ({
  name,
  description,
  inputSchema: { ...parameters, type: 'object' as const },
  // Its schema stands in the first request, and needs no search.
  _meta: { 'anthropic/alwaysLoad': true },
});

const taken = { content: [{ type: 'text', text: 'Taken.' }] };

const notNow = (name: string) => ({
  content: [{ type: 'text', text: `${name} cannot be called now. Answer in text.` }],
  isError: true,
});
