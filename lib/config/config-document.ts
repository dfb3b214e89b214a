import type { Json } from '../core/shared/json.ts';

/** A configuration as it was written: parsed, not yet checked, its `${NAME}` not yet filled in. */
export type ConfigDocument = { readonly [key: string]: Json };

/** A team of a hundred agents takes about a tenth. */
export const MAX_CONFIG_BYTES = 262_144;

export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key with nothing behind it is a key that was not written: `system_message:` alone says nothing. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMapping(value)) return value;
  const members = Object.entries(value).filter(
    ([, member]) => member !== null && member !== undefined,
  );
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}
