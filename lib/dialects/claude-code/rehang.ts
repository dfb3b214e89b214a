import { isJson } from '../../core/shared/json.ts';
import { parseLine } from '../parse-line.ts';

/** A line that was read before, hung on another parent in the main thread; undefined where it cannot be. */
export function rehang(text: string, parent: string | undefined): string | undefined {
  const value = parseLine(text);
  if (!isJson(value)) return undefined;
  return JSON.stringify({ ...value, parentUuid: parent ?? null, isSidechain: false });
}
