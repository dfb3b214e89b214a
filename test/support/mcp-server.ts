import { env, exit } from 'node:process';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import * as z from 'zod';

/** A real MCP server over stdio: `node mcp-server.ts`. It says which secret it was given. */
const server = new McpServer({ name: 'files', version: '1.0.0' });
const said = (text: string) => ({ content: [{ type: 'text' as const, text }] });

server.registerTool(
  'read',
  { description: 'Reads a file.', inputSchema: { path: z.string() } },
  // biome-ignore lint/style/noProcessEnv: it tells what it was given
  ({ path }) => said(`The text of ${path}, with ${env['SECRET'] ?? 'no secret'}.`),
);
server.registerTool('fail', { description: 'Fails.' }, () => {
  throw new Error('The disk is gone.');
});
server.registerTool('draw', { description: 'Draws.' }, () => ({
  content: [{ type: 'image' as const, data: 'AAAA', mimeType: 'image/png' }],
}));
server.registerTool('hang', { description: 'Never answers.' }, () => new Promise<never>(() => {}));
server.registerTool('exit', { description: 'Ends the server.' }, () => exit(1));
await server.connect(new StdioServerTransport());
