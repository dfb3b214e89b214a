import { Message } from '../message/message.ts';
import type { Part } from '../message/part.ts';
import type { Json } from '../shared/json.ts';
import type { PutOperation } from './operation.ts';
import type { Redacted } from './redactor.ts';

export type Redact = (body: Json) => Redacted;

/**
 * The body of an item as it may be written down. The first secret in a message costs it its maker's
 * form, and each part that is masked what only its maker can read of it.
 */
export function redactBody(
  redact: Redact,
  { kind, body }: Pick<PutOperation, 'kind' | 'body'>,
): Redacted {
  if (kind !== 'message' || !Message.safeParse(body).success) return redact(body);
  const { native, ...said } = body as unknown as Message; // just parsed
  const spoken = redact(asJson(said));
  const isClean = spoken.masked.length === 0;
  const own = isClean && native ? redact(asJson(native)) : undefined;
  const masked = [...spoken.masked, ...(own?.masked ?? [])];
  if (masked.length === 0) return { body, masked };
  return { body: asJson(toMasked(said, spoken.body as unknown as Message)), masked };
}

/** A message is JSON, members that are undefined aside. */
const asJson = (value: unknown) => value as Json;

function toMasked(before: Message, after: Message): Message {
  const isMasked = (place: number) => before.parts[place] !== after.parts[place];
  const places = [...after.parts.keys()].filter(isMasked);
  return {
    ...after,
    parts: after.parts.map((part, place) => (isMasked(place) ? inPlainWords(part) : part)),
    masked: [...new Set([...(before.masked ?? []), ...places])],
  };
}

function inPlainWords(part: Part): Part {
  if (part.type === 'opaque')
    return { type: 'text', text: `[Something of ${part.maker}'s that held a secret: left out.]` };
  if (part.type !== 'thinking') return part;
  const { signature: _, ...thought } = part;
  return thought;
}
