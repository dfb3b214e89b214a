import * as z from 'zod';
import { isMapping, type Mapping } from '../config-document.ts';
import { misspelt, nearest } from '../nearest.ts';
import { formatPath, type Path, quoted } from '../path.ts';
import type { Problem } from '../problem.ts';
import { Config } from '../schema/config.ts';
import { type Place, places } from '../schema/places.ts';
import type { Rule } from './rule.ts';
import { v1Keys } from './v1-keys.ts';

type Schema = z.core.SomeType;

/** Names each key that nobody knows, and each that does nothing here. */
export const namesUnusualKeys: Rule = function* ({ filled }) {
  const rest = Object.entries(filled).filter(([key]) => !v1Keys.includes(key));
  yield* unusual(Config, Object.fromEntries(rest), []);
};

function* unusual(schema: Schema, value: unknown, path: Path): Generator<Problem> {
  if (schema instanceof z.ZodObject) {
    if (isMapping(value)) yield* unusualIn(schema, value, path);
    return;
  }
  for (const { inner, member, step } of partsOf(schema, value))
    yield* unusual(inner, member, [...path, ...step]);
}

interface SchemaPart {
  readonly inner: Schema;
  readonly member: unknown;
  readonly step: Path;
}

/** What a schema that is no mapping of known keys says about the parts of a value. */
function partsOf(schema: Schema, value: unknown): readonly SchemaPart[] {
  if (schema instanceof z.ZodOptional) return [{ inner: schema.unwrap(), member: value, step: [] }];
  if (schema instanceof z.ZodUnion)
    return schema.options.map((inner) => ({ inner, member: value, step: [] }));
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((member, at) => ({ inner: schema.element, member, step: [at] }));
  if (schema instanceof z.ZodRecord && isMapping(value))
    return Object.entries(value).map(([key, member]) => ({
      inner: schema.valueType,
      member,
      step: [key],
    }));
  return [];
}

function* unusualIn(schema: z.ZodObject, value: Mapping, path: Path): Generator<Problem> {
  const place = places.get(schema) ?? {};
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, key];
    const instead = ownOf(place.idle, key);
    const known = ownOf(schema.shape, key);
    if (instead !== undefined)
      yield {
        path: formatPath(at),
        message: `\`${key}\` has no effect here.`,
        suggestion: instead,
      };
    else if (known) yield* unusual(known, member, at);
    else yield { path: formatPath(at), ...stranger(key, value, schema, place) };
  }
}

const ownOf = <T>(values: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  values && Object.hasOwn(values, key) ? values[key] : undefined;

function stranger(key: string, value: Mapping, schema: z.ZodObject, place: Place) {
  const words = [...Object.keys(schema.shape), ...Object.keys(place.idle ?? {})];
  const home = place.below?.find((name) => keysOf(schema.shape[name]).includes(key));
  const fate = place.unknown?.(key, value);
  const near = fate ? (misspelt(key, words) ?? '') : nearest(key, words);
  return {
    message: `There is no key ${quoted(key)} here; ${fate ?? 'it has no effect'}.`,
    suggestion: home ? `${home}.${key}` : near,
  };
}

function keysOf(schema: Schema | undefined): readonly string[] {
  if (schema instanceof z.ZodOptional) return keysOf(schema.unwrap());
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
