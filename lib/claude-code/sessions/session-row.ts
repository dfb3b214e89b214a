import * as z from 'zod';
import { sortOf } from '../../core/context/address.ts';
import { Json } from '../../core/shared/json.ts';
import type { Key } from '../../core/shared/table.ts';
import { Entry } from './entry.ts';
import { Kept } from './kept.ts';

const common = {
  /** Who wrote it: nobody else has this name, in this process or another. */
  writer: z.string(),
  /** Milliseconds since 1970. */
  at: z.int().nonnegative(),
};

/** What one write adds to a session. */
export const SessionRow = z.discriminatedUnion('kind', [
  /** From here on this writer has it. `afresh`: what was said before is history, and no part of it. */
  z.object({ kind: z.literal('epoch'), ...common, afresh: z.boolean() }),
  z.object({
    kind: z.literal('entries'),
    ...common,
    thread: z.string(),
    entries: z.array(Entry),
    /** The SDK's summary of the session so far, for whoever lists sessions. */
    summary: z.record(z.string(), Json).exactOptional(),
  }),
  z.object({ kind: z.literal('kept'), ...common, kept: Kept }),
  /** Stands first in a session that goes on from another's row. */
  z.object({ kind: z.literal('fork'), ...common, of: z.string(), upTo: z.int().nonnegative() }),
]);
export type SessionRow = z.infer<typeof SessionRow>;

export const rowsOf = (tenant: string, session: string): string =>
  `${tenant}/claude-sessions/${session}`;

export const rowKey = (tenant: string, session: string, number: number): Key => ({
  partition: rowsOf(tenant, session),
  sort: sortOf(number),
});

/** Contents of files, by their hash: a session's own, so that they go with it. */
export const filesOf = (tenant: string, session: string): string =>
  `${tenant}/claude-files/${session}`;

/** Which sessions there are. */
export const indexOf = (tenant: string): string => `${tenant}/claude-session-index`;

export const leasesOf = (tenant: string): string => `${tenant}/claude-session-leases`;
