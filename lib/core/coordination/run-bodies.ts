import type * as z from 'zod';
import type { Commit } from '../context/commit.ts';
import type { CommittedPut } from '../context/operation.ts';
import { Message } from '../message/message.ts';
import { Fault } from '../shared/faults.ts';

/** What an item of a run is for; its first tag. */
export type RunRole =
  | 'request'
  | 'round'
  | 'turn'
  | 'answer'
  | 'vote'
  | 'message'
  | 'stop'
  | 'presentation'
  | 'result';

/** The bodies that a commit gave to the items of one role. */
export const bodiesOf = (commit: Commit, role: RunRole) =>
  commit.operations.flatMap((operation) =>
    operation.op === 'put' && tagOf(operation) === role && operation.body !== undefined
      ? [operation.body]
      : [],
  );

/** The one item of a role. Throws `context.unreadable`. */
export function only<T>(commit: Commit, role: RunRole, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(bodiesOf(commit, role)[0]);
  if (parsed.success) return parsed.data;
  throw new Fault('context.unreadable', {
    context: commit.context,
    version: commit.version,
    detail: `its ${role} is not one that this version of massgen knows`,
  });
}

/** The messages that a commit put, by their items. */
export const messagesIn = (commit: Commit): readonly (readonly [item: string, Message])[] =>
  commit.operations.flatMap((operation) =>
    operation.op === 'put' && tagOf(operation) === 'message' && operation.body !== undefined
      ? [[operation.item, Message.parse(operation.body)] as const]
      : [],
  );

const tagOf = (put: CommittedPut) => put.tags?.[0];
