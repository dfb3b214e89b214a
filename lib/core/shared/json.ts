import * as z from 'zod';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Any value that JSON can say. */
export const Json: z.ZodType<Json> = z.json();

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
