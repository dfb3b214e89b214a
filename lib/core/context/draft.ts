import * as z from 'zod';
import { Author } from '../message/author.ts';
import { Operation, OwnOperation } from './operation.ts';

/** Why a machine wrote: the same cause has the same commit id, so a task done twice is done once. */
export const Cause = z.object({
  run: z.string(),
  step: z.string(),
  round: z.int().nonnegative().optional(),
  agent: z.string().optional(),
  /** Of an act on news: how many acts it goes back to, itself included. */
  depth: z.int().positive().optional(),
});
export type Cause = z.infer<typeof Cause>;

/** Items whose change since the base would make the draft wrong; `*`: any change at all. */
export const Expects = z.union([z.array(z.string()), z.literal('*')]);
export type Expects = z.infer<typeof Expects>;

/** A table's key, among other things: no NUL and no half of a surrogate pair. */
const CommitId = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\0\p{Cs}]*$/u, 'holds a character that an id cannot have');

/** A commit that has not landed yet. */
export const Draft = z.object({
  /** Chosen by a writer that may have to repeat itself; without one the draft gets a new one. */
  id: CommitId.optional(),
  author: Author,
  cause: Cause.optional(),
  operations: z.array(Operation).min(1),
  expects: Expects.optional(),
});
export type Draft = z.infer<typeof Draft>;

/** What a merge takes in: a branch up to a version, and how far that had seen each branch. */
export const Merged = z.strictObject({
  branch: z.string(),
  version: z.int().nonnegative(),
  hash: z.string().nullable(),
  reach: z.record(z.string(), z.int().positive()),
  /** How many acts on news the deepest of what it takes in goes back to; absent: none. */
  depth: z.int().positive().optional(),
});
export type Merged = z.infer<typeof Merged>;

/** A draft of massgen's own. One that merges may find that every item is as it should be. */
export const OwnDraft = z
  .object({ ...Draft.shape, operations: z.array(OwnOperation), merged: Merged.optional() })
  .refine(({ operations, merged }) => operations.length > 0 || merged, {
    path: ['operations'],
    message: 'has nothing in it',
  });
export type OwnDraft = z.infer<typeof OwnDraft>;
