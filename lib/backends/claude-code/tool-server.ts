import type { ModelCall } from '../../core/agent/backend.ts';
import type { Tool } from '../../core/agent/tool.ts';

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
 * see `endsWithTool`; its real result comes with the next one. Another is told that it has to wait.
 */
export async function createToolServer({ tools, allowedTools }: ModelCall, version: string) {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js');
  const { CallToolRequestSchema, ListToolsRequestSchema } = await import(
    '@modelcontextprotocol/sdk/types.js'
  );
  const server = new Server({ name: SERVER, version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(toMcpTool) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) =>
    allowedTools.includes(params.name) ? taken : notNow(params.name),
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

/**
 * Ends a turn of Claude Code behind the call of a tool of ours that may be called, without another
 * word of its model. A process that is ended from outside first asks it what now: seen with 2.1.331.
 */
export const endsWithTool = ({ allowedTools }: ModelCall) => ({
  PostToolUse: [
    {
      matcher: `${PREFIX}.*`,
      hooks: [
        async ({ tool_name }: { readonly tool_name: string }) =>
          allowedTools.includes(fromNativeName(tool_name))
            ? { continue: false, stopReason: 'The turn is over.' }
            : {},
      ],
    },
  ],
});
