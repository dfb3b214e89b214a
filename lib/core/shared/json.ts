import * as z from 'zod';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * Any value that JSON can say. What arrives here was parsed from JSON text, so nothing is walked;
 * `isJson` is for values that a program hands in.
 */
export const Json = z
  .unknown()
  .refine((value) => value !== undefined, 'is missing') as z.ZodType<Json>;

/** Levels that a value may be nested: what holds itself has more, and so has an attack on the stack. */
const MAX_DEPTH = 1000;

/** Whether a value survives JSON unchanged, members that are undefined aside. */
export const isJson = (value: unknown): value is Json => isJsonWithin(MAX_DEPTH, value);

function isJsonWithin(levels: number, value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (levels === 0) return false;
  // `Array.from` fills holes, which `every` would pass over.
  if (Array.isArray(value))
    return Array.from(value).every((entry) => isJsonWithin(levels - 1, entry));
  return (
    isPlainObject(value) &&
    Object.values(value).every((member) => member === undefined || isJsonWithin(levels - 1, member))
  );
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

/**
 * The one spelling of a value that every reader agrees on: RFC 8785, members sorted by UTF-16 code
 * units, numbers and strings as ECMAScript writes them. A member that is undefined is left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry ?? null)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Readonly<Record<string, unknown>>;
  return `{${Object.keys(members)
    .filter((key) => members[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(members[key])}`)
    .join()}}`;
}

/** Bytes that `text` takes in UTF-8. */
export const utf8Bytes = (text: string): number =>
  text.length * MOST_BYTES > desk.length
    ? encoder.encode(text).byteLength
    : encoder.encodeInto(text, desk).written;

const encoder = new TextEncoder();
/** Of one UTF-16 code unit. */
const MOST_BYTES = 3;
/** Where most texts are written to be measured, over and over. */
const desk = new Uint8Array(64 * 1024);
