import * as z from 'zod';
import { sessionFormats } from '../../core/session/story/session-format.ts';
import { SessionList, SessionStory } from '../documents/session.ts';
import type { Route } from '../route.ts';

const ofSession = { method: 'GET', auth: 'token', servedBy: 'api' } as const;

export const sessionRoutes = {
  listSessions: {
    ...ofSession,
    path: '/v1/sessions',
    says: 'Lists the sessions in which something was asked, the last touched first.',
    query: z.strictObject({
      search: z.string().exactOptional(),
      agent: z.string().exactOptional(),
      backend: z.string().exactOptional(),
      since: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).exactOptional(),
    }),
    answer: SessionList,
  },
  showSession: {
    ...ofSession,
    path: '/v1/sessions/{session}',
    says: 'The questions and answers of a session.',
    answer: SessionStory,
  },
  exportSession: {
    ...ofSession,
    path: '/v1/sessions/{session}/export',
    says: 'A session as a file: all of it, or what a person reads.',
    query: z.strictObject({ format: z.enum(sessionFormats).exactOptional() }),
    answer: z.unknown(),
    relays: true,
  },
} as const satisfies Record<string, Route>;
