import * as z from 'zod';
import { Author } from '../message/author.ts';
import { Cause, Expects, Merged } from './draft.ts';
import { CommittedOperation } from './operation.ts';
import { Masked } from './redactor.ts';

/** How often one rule has masked something in one item. */
const MaskedItem = Masked.extend({ item: z.string() });
export type MaskedItem = z.infer<typeof MaskedItem>;

/** One step of a context's history. It is one row and is never changed, but that a purge empties bodies. */
export const Commit = z.strictObject({
  schema: z.literal(1),
  id: z.string(),
  context: z.string(),
  branch: z.string(),
  /** 1, 2, 3 ... without gaps. */
  version: z.int().positive(),
  /** The version that its author had seen. */
  base: z.int().nonnegative(),
  author: z.strictObject(Author.shape),
  /** ISO 8601, UTC. */
  at: z.string(),
  cause: z.strictObject(Cause.shape).optional(),
  operations: z.array(CommittedOperation),
  expects: Expects.optional(),
  merged: Merged.optional(),
  /** What was masked before it was written down; absent: nothing. */
  redacted: z.array(MaskedItem).optional(),
  /** UTF-8 bytes of all bodies. */
  bytes: z.int().nonnegative(),
  /** An estimate over all bodies. */
  tokens: z.int().nonnegative(),
  /** The hash of the commit before; null for the first. */
  parent: z.string().nullable(),
  hash: z.string(),
});
export type Commit = z.infer<typeof Commit>;

/** Where a writer stands: a version and the hash that goes with it. */
export interface Position {
  readonly version: number;
  readonly hash: string | null;
}

export const beginning: Position = { version: 0, hash: null };
