import type { ContentPart } from '../../core/message/part.ts';
import { type Lossy, lossless, translateEach } from '../lossy.ts';
import { plainText } from '../plain-text.ts';
import type { Content } from '../result-content.ts';
import type { Placed } from '../utterance.ts';
import { wellFormedJson } from '../well-formed.ts';
import { toMedia } from './media.ts';
import type { WireContent, WirePart } from './wire.ts';

/** What a user says. */
export function toUserContent(parts: Content): Lossy<WireContent> {
  const { value, losses } = translateEach(parts, toWirePart);
  return { value: { role: 'user', parts: value }, losses };
}

export const isContent = (placed: Placed): placed is Placed<ContentPart> =>
  ['text', 'image', 'audio', 'file', 'opaque'].includes(placed.part.type);

export function toWirePart({ part, at, message }: Placed<ContentPart>): Lossy<WirePart> {
  if (part.type === 'text') {
    const { value, losses } = plainText({ part, at, message });
    return { value: { text: value }, losses };
  }
  if (part.type === 'opaque') return wellFormedJson(part.value, `${at}.value`);
  return toMedia(part, at) ?? lossless({ text: '' });
}
