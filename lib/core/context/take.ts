import { Fault } from '../shared/faults.ts';
import { isJson, type Json, utf8Bytes } from '../shared/json.ts';
import { checkSize, MAX_ITEM_BYTES } from './limits.ts';
import type { OwnOperation } from './operation.ts';

export type OwnPut = Extract<OwnOperation, { op: 'put' }>;

/** An operation whose body is nobody else's any more, with the JSON of it. */
export type Taken =
  | Extract<OwnOperation, { op: 'retire' }>
  | (Omit<OwnPut, 'body'> & { readonly body: Json; readonly text: string });

/** Throws `context.invalid` for a body that is no JSON, `context.tooLarge` for a large one. */
export function take(operation: OwnOperation): Taken {
  if (operation.op === 'retire') return operation;
  const text = jsonOf(operation);
  checkItemSize(operation.item, text);
  return { ...operation, body: JSON.parse(text), text };
}

/** Its bytes. */
export function checkItemSize(item: string, text: string): number {
  const bytes = utf8Bytes(text);
  checkSize(`The item ${JSON.stringify(item)}`, bytes, MAX_ITEM_BYTES);
  return bytes;
}

function jsonOf({ item, body }: OwnPut): string {
  if (isJson(body)) return JSON.stringify(body);
  throw new Fault('context.invalid', {
    problem: `The body of ${JSON.stringify(item)} is no JSON.`,
  });
}
