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

/** A commit, named by its branch and version. */
export const Place = z.strictObject({ branch: z.string(), version: z.int().positive() });
export type Place = z.infer<typeof Place>;

/** What massgen itself adds to a put, and what it may add to a retire. */
const moves = {
  /** The commit that a merge took this from. */
  from: Place.optional(),
};
const putMoves = {
  ...moves,
  /** Whose words these are, where a merge or a rollback puts them. */
  author: z.strictObject(Author.shape).optional(),
};
const retireMoves = {
  ...moves,
  /** Every body that the item ever had is forgotten. */
  purged: z.literal(true).optional(),
};

/** An operation as massgen itself may ask for it. */
export const OwnOperation = z.discriminatedUnion('op', [
  PutOperation.extend(putMoves),
  RetireOperation.extend(retireMoves),
]);
export type OwnOperation = z.infer<typeof OwnOperation>;

/**
 * What a commit keeps: the body beside its salted hash. Only the hash is part of the chain, so that
 * a body can be forgotten, its salt with it, and the chain still holds.
 */
export const CommittedPut = z.strictObject({
  ...PutOperation.shape,
  ...putMoves,
  body: Json.optional(),
  salt: z.string().optional(),
  bodyHash: z.string(),
});
export type CommittedPut = z.infer<typeof CommittedPut>;

export const CommittedOperation = z.discriminatedUnion('op', [
  CommittedPut,
  z.strictObject({ ...RetireOperation.shape, ...retireMoves }),
]);
export type CommittedOperation = z.infer<typeof CommittedOperation>;

/** Whether the body was purged. */
export const isForgotten = ({ body }: CommittedPut): boolean => body === undefined;
