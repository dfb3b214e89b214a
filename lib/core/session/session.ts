import * as z from 'zod';
import { RunStatus } from '../coordination/run-result.ts';

/** One line about a session, kept beside its context so that a list reads no history. */
export const Session = z.object({
  id: z.string(),
  /** Chosen by a person, or the beginning of the first question. */
  title: z.string(),
  turns: z.int().nonnegative(),
  /** `empty`: a context that no question was asked in. */
  status: z.union([RunStatus, z.enum(['running', 'empty'])]),
  agents: z.array(z.string()),
  backends: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  run: z.string().nullable(),
  /** Where the history stood when the last turn ended: what `verify` compares it with. */
  anchor: z.object({ version: z.int().nonnegative(), hash: z.string() }).nullable(),
});
export type Session = z.infer<typeof Session>;
