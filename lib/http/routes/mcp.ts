import * as z from 'zod';
import { branchQuery } from '../query.ts';
import type { Route } from '../route.ts';

export const mcpRoutes = {
  mcp: {
    method: 'POST',
    path: '/mcp',
    auth: 'token',
    servedBy: 'api',
    says: 'MCP over streamable HTTP, without sessions: contexts as tools, resources and prompts; `context` keeps to one of them.',
    query: branchQuery.extend({
      context: z.string().exactOptional(),
      as: z.string().exactOptional(),
    }),
    answer: z.unknown(),
    relays: true,
  },
} as const satisfies Record<string, Route>;
