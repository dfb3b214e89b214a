import * as z from 'zod';
import { Draft } from '../core/context/draft.ts';
import { Fault } from '../core/shared/faults.ts';

/** What `context commit` takes: a draft, and the version that its author had seen. */
export const CommitDocument = Draft.omit({ cause: true })
  .partial({ author: true })
  .extend({ base: z.int().nonnegative().optional() });

/** Throws `context.invalid`. */
export function toCommitDocument(document: unknown) {
  const parsed = CommitDocument.safeParse(document);
  if (parsed.success) return withoutUndefined(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.');
  throw new Fault('context.invalid', {
    problem: `The commit cannot be taken: ${path ? `${path}: ` : ''}${issue?.message}.`,
  });
}

const withoutUndefined = ({ id, expects, ...rest }: z.infer<typeof CommitDocument>) => ({
  ...rest,
  ...(id !== undefined && { id }),
  ...(expects !== undefined && { expects }),
});
