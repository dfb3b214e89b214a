import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';

/** A member by its name, which may be spelled either way: https://protobuf.dev/programming-guides/json/ */
export const memberOf = (object: JsonObject, name: string): Json | undefined =>
  object[name] ?? object[snake(name)];

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const camel = (name: string) =>
  name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The names of the members, in the one spelling. */
export const memberNames = (object: JsonObject): readonly string[] =>
  Object.keys(object).map(camel);

export const objectIn = (object: JsonObject, name: string): JsonObject | undefined => {
  const value = memberOf(object, name);
  return isJsonObject(value) ? value : undefined;
};

/** The parts of a content, as far as it has any. */
export function partsIn(content: unknown): readonly Json[] {
  // What has parts is a content of ours or one that came, and both are JSON.
  const parts = isJsonObject(content as Json) ? (content as JsonObject)['parts'] : undefined;
  return isList(parts) ? parts : [];
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
