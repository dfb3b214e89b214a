import * as z from 'zod';
import { Health } from '../documents/health.ts';
import type { Route } from '../route.ts';

/** What the service says of itself, to anybody. */
export const serviceRoutes = {
  health: {
    method: 'GET',
    path: '/v1/health',
    auth: 'none',
    servedBy: 'health',
    says: 'That the service is there, and what runs here.',
    answer: Health,
  },
  openApi: {
    method: 'GET',
    path: '/openapi.json',
    auth: 'none',
    servedBy: 'api',
    says: 'This description: OpenAPI 3.1.',
    answer: z.record(z.string(), z.unknown()),
  },
} as const satisfies Record<string, Route>;
