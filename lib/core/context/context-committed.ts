import * as z from 'zod';
import { Fault } from '../shared/faults.ts';
import type { Commit } from './commit.ts';
import { ItemKind } from './item.ts';

const SOURCE = 'massgen';
const TYPE = 'massgen.context.committed';

/**
 * Announces a commit, as a CloudEvent: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 * It points, and carries no body. Another form of the data has another `dataschema`.
 */
const Event = z.object({
  specversion: z.literal('1.0'),
  /** The same whenever the same commit is announced. */
  id: z.string(),
  source: z.literal(SOURCE),
  type: z.literal(TYPE),
  /** When it was committed: ISO 8601, UTC. */
  time: z.string(),
  /** `CONTEXT/BRANCH/VERSION` */
  subject: z.string(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.literal('urn:massgen:context.committed:1'),
  data: z.object({
    tenant: z.string(),
    context: z.string(),
    branch: z.string(),
    version: z.int().positive(),
    id: z.string(),
    author: z.string(),
    kinds: z.array(ItemKind),
    tags: z.array(z.string()),
    bytes: z.int().nonnegative(),
    tokens: z.int().nonnegative(),
    /** The types of backends whose agents are to act on it, as far as its announcer knows. */
    backends: z.array(z.string()),
  }),
});
export type ContextCommitted = z.infer<typeof Event>;

export const ContextCommitted = { source: SOURCE, detailType: TYPE, schema: Event } as const;

export function toContextCommitted(
  tenant: string,
  commit: Commit,
  backends: readonly string[] = [],
): ContextCommitted {
  const { context, branch, version, id, author, operations, bytes, tokens } = commit;
  const puts = operations.flatMap((operation) => (operation.op === 'put' ? [operation] : []));
  const subject = `${context}/${branch}/${version}`;
  return {
    specversion: '1.0',
    id: `${tenant}/${subject}`,
    source: SOURCE,
    type: TYPE,
    time: commit.at,
    subject,
    datacontenttype: 'application/json',
    dataschema: 'urn:massgen:context.committed:1',
    data: {
      tenant,
      context,
      branch,
      version,
      id,
      author: author.agent,
      kinds: [...new Set(puts.map(({ kind }) => kind))],
      tags: [...new Set(puts.flatMap(({ tags = [] }) => tags))],
      bytes,
      tokens,
      backends: [...backends],
    },
  };
}

/** Reads an announcement that came from elsewhere. Throws `event.invalid`, for another version of it as well. */
export function fromAnnouncement(event: unknown): ContextCommitted {
  const { success, data, error } = Event.safeParse(event);
  if (success) return data;
  const path = error.issues[0]?.path.join('.') || 'the event';
  throw new Fault('event.invalid', {
    source: 'the bus',
    detail: `${path} is not that of ${TYPE} in a version that is known here`,
  });
}
