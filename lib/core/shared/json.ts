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

/** Whether a value survives JSON unchanged. */
export function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return (
    isPlainObject(value) &&
    Object.values(value).every((member) => member === undefined || isJson(member))
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
export const utf8Bytes = (text: string): number => encoder.encode(text).byteLength;

const encoder = new TextEncoder();
