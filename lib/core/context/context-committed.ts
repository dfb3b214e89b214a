import * as z from 'zod';
import type { Commit } from './commit.ts';
import { ItemKind } from './item.ts';

/** Announces a commit. It points, and carries no body. */
export const ContextCommitted = {
  source: 'massgen',
  detailType: 'massgen.context.committed',
  detail: z.object({
    tenant: z.string(),
    context: z.string(),
    branch: z.string(),
    version: z.int().positive(),
    id: z.string(),
    author: z.string(),
    kinds: z.array(ItemKind),
    bytes: z.int().nonnegative(),
    tokens: z.int().nonnegative(),
  }),
} as const;
export type ContextCommitted = z.infer<typeof ContextCommitted.detail>;

export const toContextCommitted = (tenant: string, commit: Commit): ContextCommitted => ({
  tenant,
  context: commit.context,
  branch: commit.branch,
  version: commit.version,
  id: commit.id,
  author: commit.author.agent,
  kinds: [
    ...new Set(
      commit.operations.flatMap((operation) => (operation.op === 'put' ? [operation.kind] : [])),
    ),
  ],
  bytes: commit.bytes,
  tokens: commit.tokens,
});
