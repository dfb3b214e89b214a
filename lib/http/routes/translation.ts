import * as z from 'zod';
import { Extracted, Rendered, View } from '../documents/translation.ts';
import { atQuery, listed, namedVersion, positiveNumber } from '../query.ts';
import type { Route } from '../route.ts';

const ofContext = { auth: 'token', servedBy: 'api' } as const;

/** A transcript of many hours. */
const MAX_TRANSCRIPT_BYTES = 64 * 1024 * 1024;

/** What a reader, or a maker's model, is shown of a context. */
export const translationRoutes = {
  viewContext: {
    ...ofContext,
    method: 'GET',
    path: '/v1/contexts/{context}/view',
    says: 'What an agent is shown, and what was left out of it; with `expand`, whole what its pointers lead to: items, or ITEM@VERSION.',
    query: atQuery.extend({
      agent: z.string().exactOptional(),
      query: z.string().exactOptional(),
      budget: positiveNumber.exactOptional(),
      expand: listed.exactOptional(),
    }),
    answer: View,
  },
  renderContext: {
    ...ofContext,
    method: 'POST',
    path: '/v1/contexts/{context}/render',
    says: 'The conversation as the request that a maker takes, and what was lost on the way.',
    body: z.strictObject({
      to: z.string(),
      agent: z.string().exactOptional(),
      at: namedVersion.exactOptional(),
      budget: z.int().positive().exactOptional(),
      branch: z.string().exactOptional(),
    }),
    answer: Rendered,
  },
  extractMessages: {
    ...ofContext,
    method: 'POST',
    path: '/v1/contexts/{context}/extract',
    says: 'Reads a request or a transcript of any maker: its text, or its JSON. `into` names the context that takes its messages in; without it nothing is written, and `-` may stand for the context in the path.',
    body: z.strictObject({
      from: z.string(),
      body: z.unknown().refine((body) => body !== undefined, 'is missing'),
      into: z.string().exactOptional(),
    }),
    maxBytes: MAX_TRANSCRIPT_BYTES,
    answer: Extracted,
  },
} as const satisfies Record<string, Route>;
