import * as z from 'zod';
import { Author } from '../../core/message/author.ts';
import { Json } from '../../core/shared/json.ts';
import { Conflict } from './commit.ts';

const version = z.int().nonnegative();

/** What a branch, a merge and a rollback print. */
export const HistoryReport = z.object({
  kind: z.enum(['committed', 'conflict']),
  version,
  conflicts: z.array(Conflict),
});

export const Branches = z.object({
  branches: z.array(z.object({ name: z.string(), head: version, from: z.string().nullable() })),
});

export const Diff = z.object({
  added: z.array(z.string()),
  changed: z.array(z.object({ item: z.string(), from: Json, to: Json })),
  retired: z.array(z.string()),
});

export const Blame = z.object({
  items: z.array(z.object({ item: z.string(), version, author: Author, at: z.string() })),
});

export const Purged = z.object({ version });
