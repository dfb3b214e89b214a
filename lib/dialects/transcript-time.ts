import { type JsonObject, stringIn } from './json-object.ts';

/** A time as all tools write it: it needs no parsing. */
const PLAIN = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** When a line of a transcript was written; undefined where it does not say. */
export function timeOf(line: JsonObject): { readonly at: string } | undefined {
  const text = stringIn(line, 'timestamp');
  if (PLAIN.test(text)) return { at: text };
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : { at: new Date(time).toISOString() };
}
