import * as z from 'zod';
import { MAX_COMMIT_BYTES } from '../../core/context/limits.ts';
import { CommitDocument } from '../../operations/commit-document.ts';
import { CommitEvent, CommitLog, CommitReport } from '../documents/commit.ts';
import { Contexts, Items, Made, SearchReport, Verdict } from '../documents/context.ts';
import { atQuery, branchQuery, positiveNumber, wholeNumber } from '../query.ts';
import type { Route } from '../route.ts';

const ofContext = { auth: 'token', servedBy: 'api' } as const;

/** Room for the largest commit, and for what is said around it. */
const MAX_BYTES = MAX_COMMIT_BYTES + 1024 * 1024;

const position = z
  .string()
  .regex(/^\d{1,9}:[\w-]{1,100}$/, 'is no VERSION:HASH')
  .meta({ description: 'Where the history must once have stood: VERSION:HASH.' });

/** Reading and writing contexts: each route is a command. */
export const contextRoutes = {
  listContexts: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts',
    says: 'Lists the contexts.',
    answer: Contexts,
  },
  createContext: {
    ...ofContext,
    method: 'POST',
    path: '/v1/contexts',
    says: 'Makes an empty context.',
    body: z.strictObject({ name: z.string().exactOptional() }),
    answer: Made,
    statuses: [201],
  },
  logOfContext: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/log',
    says: 'Lists the commits behind a version, up to the head or as many as an answer can carry.',
    query: branchQuery.extend({ after: wholeNumber.exactOptional() }),
    answer: CommitLog,
  },
  showContext: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/items',
    says: 'The items as they stand, or stood; with `after`, those that were written behind that version. Where there are more than an answer can carry, or than `limit`, it says `next`.',
    query: atQuery.extend({
      after: wholeNumber.exactOptional(),
      behind: z.string().exactOptional().meta({ description: 'Only what comes behind this item.' }),
      limit: positiveNumber.exactOptional(),
    }),
    answer: Items,
  },
  verifyContext: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/verify',
    says: 'Checks that history is as it was written.',
    query: branchQuery.extend({ expect: position.exactOptional() }),
    answer: Verdict,
  },
  searchContext: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/search',
    says: 'Finds the items that hold all of the words in `text`, the best first; `-` looks in all contexts.',
    query: branchQuery.extend({
      text: z.string(),
      kind: z.string().exactOptional(),
      agent: z.string().exactOptional(),
      limit: positiveNumber.exactOptional(),
    }),
    answer: SearchReport,
  },
  watchContext: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/events',
    says: 'Everything behind a version, then what comes; the id of an event is its version.',
    query: branchQuery.extend({
      from: wholeNumber.exactOptional(),
      until: wholeNumber.exactOptional(),
    }),
    headers: ['Last-Event-ID'],
    answer: CommitEvent,
    streams: true,
  },
  commitToContext: {
    ...ofContext,
    method: 'POST',
    path: '/v1/contexts/{context}/commits',
    says: 'Offers a commit; the context is made when it is not there.',
    query: branchQuery,
    body: CommitDocument,
    maxBytes: MAX_BYTES,
    answer: CommitReport,
    statuses: [200, 409],
  },
} as const satisfies Record<string, Route>;
