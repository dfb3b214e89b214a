import * as z from 'zod';

const Text = z.union([z.string(), z.number(), z.boolean()]);

export const McpServer = z.looseObject({
  name: z.string().optional().describe('What its tools are prefixed with.'),
  type: z.string().optional().describe('`stdio` or `streamable-http`.'),
  command: z.string().optional().describe('The program that is the server (stdio).'),
  args: z.array(Text).optional().describe('Arguments of the program.'),
  url: z.string().optional().describe('Address of the server (streamable-http).'),
  env: z.record(z.string(), Text).optional().describe('Environment of the program.'),
  headers: z.record(z.string(), z.string()).optional().describe('Headers of each request.'),
  allowed_tools: z.array(z.string()).optional().describe('The only tools that may be called.'),
  exclude_tools: z.array(z.string()).optional().describe('Tools that may not be called.'),
  security: z
    .looseObject({
      level: z.string().optional().describe('`high` or `permissive`.'),
      allow_localhost: z.boolean().optional(),
      allow_private_ips: z.boolean().optional(),
    })
    .optional()
    .describe('What the server may be reached at.'),
});

/** A list of servers, or a mapping from name to server. */
export const McpServers = z.union([z.array(McpServer), z.record(z.string(), McpServer)]);
