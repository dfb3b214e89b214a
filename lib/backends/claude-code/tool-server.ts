import type { ModelCall } from '../../core/agent/backend.ts';
import type { Tool } from '../../core/agent/tool.ts';
import { ToolCallPart } from '../../core/message/part.ts';
import { type Allowance, ends } from './allowance.ts';

/** Under which Claude Code knows our tools. */
export const SERVER = 'massgen';

const PREFIX = `mcp__${SERVER}__`;

/** How Claude Code calls a tool of ours, and what we call it. */
export const toNativeName = (tool: string): string => `${PREFIX}${tool}`;
export const fromNativeName = (name: string): string =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
export const isNativeName = (name: string): boolean => name.startsWith(PREFIX);

/**
 * Our tools as an MCP server within this process. Most calls end the reply: see `hooksFor`; their
 * real result comes with the next one. A tool that answers within the turn does, in text; one that
 * may not be called now has to wait.
 */
export async function createToolServer(
  { tools, signal }: Pick<ModelCall, 'tools' | 'signal'>,
  allowance: Allowance,
  version: string,
) {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js');
  const { CallToolRequestSchema, ListToolsRequestSchema } = await import(
    '@modelcontextprotocol/sdk/types.js'
  );
  const server = new Server({ name: SERVER, version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(toMcpTool) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const { name, arguments: given = {} } = params;
    if (!allowance.allowed.includes(name)) return notNow(name);
    if (ends(allowance, name)) return taken;
    const call = ToolCallPart.parse({ type: 'tool_call', id: name, name, arguments: given });
    const { content, error } = await allowance.within.call(call, signal);
    const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    return { content: texts.map((text) => ({ type: 'text', text })), isError: error };
  });
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
