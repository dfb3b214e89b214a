import * as z from 'zod';
import { Author } from '../message/author.ts';
import { Json } from '../shared/json.ts';
import { ItemKind, Visibility } from './item.ts';

const ItemId = z.string().min(1).max(512);

export const RetireOperation = z.object({ op: z.literal('retire'), item: ItemId });

export const PutOperation = z.object({
  op: z.literal('put'),
  item: ItemId,
  kind: ItemKind,
  body: Json,
  tags: z.array(z.string()).optional(),
  visibility: Visibility.optional(),
});
export type PutOperation = z.infer<typeof PutOperation>;

/** What a writer asks for. */
export const Operation = z.discriminatedUnion('op', [PutOperation, RetireOperation]);
export type Operation = z.infer<typeof Operation>;

/** Whose words an item is and which commit wrote them, where another only moves them: a merge, a rollback. */
export const Origin = z.strictObject({
  author: z.strictObject(Author.shape),
  branch: z.string(),
  version: z.int().positive(),
});
export type Origin = z.infer<typeof Origin>;

/** An operation as massgen itself may ask for it. */
export const OwnOperation = z.discriminatedUnion('op', [
  PutOperation.extend({ origin: Origin.optional() }),
  RetireOperation.extend({ purged: z.literal(true).optional() }),
]);
export type OwnOperation = z.infer<typeof OwnOperation>;

/**
 * What a commit keeps: the body beside its salted hash. Only the hash is part of the chain, so that
 * a body can be forgotten, its salt with it, and the chain still holds.
 */
export const CommittedPut = z.strictObject({
  ...PutOperation.shape,
  origin: Origin.optional(),
  body: Json.optional(),
  salt: z.string().optional(),
  bodyHash: z.string(),
});
export type CommittedPut = z.infer<typeof CommittedPut>;

export const CommittedRetire = z.strictObject({
  ...RetireOperation.shape,
  /** Every body that the item ever had is forgotten. */
  purged: z.literal(true).optional(),
});

export const CommittedOperation = z.discriminatedUnion('op', [CommittedPut, CommittedRetire]);
export type CommittedOperation = z.infer<typeof CommittedOperation>;

/** Whether the body was purged. */
export const isForgotten = ({ body }: CommittedPut): boolean => body === undefined;
