import * as z from 'zod';
import { Author } from '../message/author.ts';
import { Operation } from './operation.ts';

/** Why a machine wrote: the same cause has the same commit id, so a task done twice is done once. */
export const Cause = z.object({
  run: z.string(),
  step: z.string(),
  round: z.int().nonnegative().optional(),
  agent: z.string().optional(),
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
