import * as z from 'zod';
import { Commit } from '../../core/context/commit.ts';
import { Json } from '../../core/shared/json.ts';

const version = z.int().nonnegative();

export const Conflict = z.object({ item: z.string(), ours: Json, theirs: Json, base: Json });

/** What `context commit` prints. */
export const CommitReport = z.object({
  kind: z.enum(['committed', 'conflict']),
  version,
  rebased: z.boolean(),
  repeated: z.boolean(),
  redacted: Commit.shape.redacted.unwrap().exactOptional(),
  conflicts: z.array(Conflict),
});

export const CommitLine = z.object({
  ...Commit.pick({ version: true, id: true, author: true, at: true, base: true }).shape,
  operations: z.array(
    z.object({ op: z.string(), item: z.string(), kind: z.string().exactOptional() }),
  ),
  ...Commit.pick({ redacted: true, bytes: true, tokens: true, hash: true, parent: true }).shape,
  merged: z.string().exactOptional(),
});

export const CommitLog = z.object({
  context: z.string(),
  branch: z.string(),
  head: version,
  commits: z.array(CommitLine),
});

export const CommitEvent = CommitLine.extend({ type: z.literal('context.committed') });
