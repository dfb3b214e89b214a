import * as z from 'zod';
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

/**
 * What a commit keeps: the body beside its salted hash. Only the hash is part of the chain, so that
 * bodies can be forgotten some day and the chain still holds.
 */
export const CommittedPut = z.strictObject({
  ...PutOperation.shape,
  salt: z.string(),
  bodyHash: z.string(),
});
export type CommittedPut = z.infer<typeof CommittedPut>;

export const CommittedOperation = z.discriminatedUnion('op', [
  CommittedPut,
  z.strictObject(RetireOperation.shape),
]);
export type CommittedOperation = z.infer<typeof CommittedOperation>;
