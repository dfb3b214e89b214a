import * as z from 'zod';
import { RunBody, RunEvent, RunSoFar, StartedRun } from '../documents/run.ts';
import { wholeNumber } from '../query.ts';
import type { Route } from '../route.ts';

const ofRun = { auth: 'token', servedBy: 'api' } as const;

export const runRoutes = {
  startRun: {
    ...ofRun,
    method: 'POST',
    path: '/v1/runs',
    says: 'Asks a team. Answers when the question is committed, or with the result if that is there within `wait` seconds.',
    query: z.strictObject({ wait: wholeNumber.exactOptional() }),
    headers: ['Idempotency-Key'],
    body: RunBody,
    answer: z.union([RunSoFar, StartedRun]),
    statuses: [202, 200],
  },
  showRun: {
    ...ofRun,
    method: 'GET',
    path: '/v1/runs/{run}',
    says: 'The result of a run; while it is not over, what can be said of it.',
    answer: RunSoFar,
  },
  watchRun: {
    ...ofRun,
    method: 'GET',
    path: '/v1/runs/{run}/events',
    says: 'What happened in a run, then what happens, up to its end.',
    headers: ['Last-Event-ID'],
    answer: RunEvent,
    streams: true,
  },
  stopRun: {
    ...ofRun,
    method: 'DELETE',
    path: '/v1/runs/{run}',
    says: 'Stops a run; 202 while a step that is under way keeps it from ending.',
    answer: RunSoFar,
    statuses: [200, 202],
  },
} as const satisfies Record<string, Route>;
