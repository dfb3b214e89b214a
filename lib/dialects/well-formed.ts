import type { Json } from '../core/shared/json.ts';
import { type Lossy, loss, lossless, lossy, translateEach } from './lossy.ts';

/** A half of a surrogate pair is no text that UTF-8 can say: U+FFFD stands in for it. */
export const wellFormed = (text: string, at: string): Lossy<string> =>
  text.isWellFormed()
    ? lossless(text)
    : lossy(text.toWellFormed(), loss('lone-surrogate', at, 'U+FFFD'));

/** The same for every string in a value, the names of its members too. */
export function wellFormedJson(value: Json, at: string): Lossy<Json> {
  if (typeof value === 'string') return wellFormed(value, at);
  if (typeof value !== 'object' || value === null) return lossless(value);
  if (isList(value))
    return translateEach(value, (entry, index) => wellFormedJson(entry, `${at}[${index}]`));
  const { value: members, losses } = translateEach(Object.entries(value), ([name, member]) =>
    wellFormedMember(name, member, `${at}.${name.toWellFormed()}`),
  );
  return { value: Object.fromEntries(members), losses };
}

function wellFormedMember(
  name: string,
  member: Json,
  at: string,
): Lossy<readonly [name: string, member: Json]> {
  const said = wellFormed(name, `${at} (its name)`);
  const { value, losses } = wellFormedJson(member, at);
  return { value: [said.value, value], losses: [...said.losses, ...losses] };
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
