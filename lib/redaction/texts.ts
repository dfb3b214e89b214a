import type { Json } from '../core/shared/json.ts';

/** A text of a body, and what it is called there: `name=`, or nothing. */
export interface Text {
  readonly name: string;
  readonly text: string;
}

/** Shorter ones are no secrets. */
const MIN_LENGTH = 4;
/** Longer names of members are data. */
const MAX_NAME = 64;

/**
 * Bytes in base64, as images, signatures and encrypted thoughts have them: what looks like a key in
 * there is chance, and no key of any maker is as long.
 */
const BYTES = /^(?:data:[\w.+/-]{1,100};base64,)?[\w+/-]{256,}={0,2}$/;

const isLookedAt = (text: string) => text.length >= MIN_LENGTH && !BYTES.test(text);

/** Every text of a body that may hold a secret, names of members included, depth first. */
export function* textsIn(body: Json, name = ''): Generator<Text> {
  if (typeof body === 'string' && isLookedAt(body)) yield { name, text: body };
  if (typeof body !== 'object' || body === null) return;
  if (isList(body)) for (const entry of body) yield* textsIn(entry, name);
  else for (const [key, member] of Object.entries(body)) yield* textsOfMember(key, member);
}

function* textsOfMember(key: string, member: Json): Generator<Text> {
  if (isLookedAt(key)) yield { name: '', text: key };
  yield* textsIn(member, key.length <= MAX_NAME ? `${key}=` : '');
}

/** The same body with other texts, as `textsIn` tells them. What has none that changed is the same value. */
export function withTexts(body: Json, next: () => string): Json {
  if (typeof body === 'string') return isLookedAt(body) ? next() : body;
  if (typeof body !== 'object' || body === null) return body;
  if (isList(body))
    return sameOr(
      body,
      body.map((entry) => withTexts(entry, next)),
    );
  const entries = Object.entries(body);
  const changed = entries.map(([key, member]): readonly [string, Json] => {
    const name = isLookedAt(key) ? next() : key;
    return [name, withTexts(member, next)];
  });
  return changed.every(
    ([key, member], at) => key === entries[at]?.[0] && member === entries[at]?.[1],
  )
    ? body
    : fromEntries(changed);
}

const isList = (body: Json): body is readonly Json[] => Array.isArray(body);

const sameOr = (before: readonly Json[], now: readonly Json[]): Json =>
  now.every((entry, at) => entry === before[at]) ? before : now;

/** Members whose names have become the same stay apart. */
function fromEntries(entries: readonly (readonly [string, Json])[]): Json {
  const members = new Map<string, Json>();
  for (const [key, member] of entries) {
    let name = key;
    for (let copy = 2; members.has(name); copy += 1) name = `${key} ${copy}`;
    members.set(name, member);
  }
  return Object.fromEntries(members);
}
