import type { Loss } from '../core/message/loss.ts';
import type { Json } from '../core/shared/json.ts';
import type { JsonObject } from './json-object.ts';
import { loss } from './lossy.ts';

/** What stands in a wire object beside the fields that are read; an empty one says nothing. */
export const unreadFields = (
  wire: JsonObject,
  read: readonly string[],
  at: string,
): readonly Loss[] =>
  Object.entries(wire)
    .filter(([field, value]) => !read.includes(field) && !isEmpty(value))
    .map(([field]) => loss('field', `${at}.${field}`, 'kept in the native form only'));

const isEmpty = (value: Json) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);
