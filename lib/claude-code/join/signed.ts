import { toCommitDocument } from '../../operations/commit-document.ts';
import type { Contexts } from '../../operations/contexts.ts';
import { sessionTag } from '../sharing/thread.ts';

/** The same contexts, in which all that is put says which session put it: so it is no news to that one. */
export const signed = (contexts: Contexts, session: string): Contexts => ({
  ...contexts,
  commit: (context, document, options) => {
    const { operations, ...draft } = toCommitDocument(document);
    const tagged = operations.map((operation) =>
      operation.op === 'put'
        ? { ...operation, tags: [...(operation.tags ?? []), sessionTag(session)] }
        : operation,
    );
    return contexts.commit(context, { ...draft, operations: tagged }, options);
  },
});
