import type { Json } from '../core/shared/json.ts';
import type { Path } from './path.ts';

export interface Found {
  readonly text: string;
  readonly path: Path;
}

/** Every string in a value, depth first. */
export function* stringsIn(value: unknown, path: Path = []): Generator<Found> {
  if (typeof value === 'string') yield { text: value, path };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value))
    yield* stringsIn(member, [...path, Array.isArray(value) ? Number(key) : key]);
}

type Scalar = string | number | boolean;

/** The same value with each of its strings changed. */
export const mapStrings = (value: Json, change: (text: string, path: Path) => string): Json =>
  mapScalars(value, (scalar, path) => (typeof scalar === 'string' ? change(scalar, path) : scalar));

/** The same value with each of its strings, numbers and truth values changed. */
export function mapScalars(
  value: Json,
  change: (scalar: Scalar, path: Path) => Scalar,
  path: Path = [],
): Json {
  if (value === null) return value;
  if (typeof value !== 'object') return change(value, path);
  if (isList(value)) return value.map((entry, at) => mapScalars(entry, change, [...path, at]));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, mapScalars(member, change, [...path, key])]),
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
