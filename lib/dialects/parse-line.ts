import type { Json } from '../core/shared/json.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';

/** The object that a line of a transcript holds; undefined where it holds none. */
export function parseLine(text: string): JsonObject | undefined {
  try {
    // A byte order mark may stand before the first.
    const value: Json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
