import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

/** An MCP server whose list of tools always has one more page. */
const server = new Server({ name: 'endless', version: '1.0.0' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: [{ name: 'more', inputSchema: { type: 'object' as const } }],
  nextCursor: 'more',
}));
await server.connect(new StdioServerTransport());
